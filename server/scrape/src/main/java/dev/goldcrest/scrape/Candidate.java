package dev.goldcrest.scrape;

/** What became of one discovered address: a target to scrape, or the reason why not. */
sealed interface Candidate permits Target, DroppedTarget {}
