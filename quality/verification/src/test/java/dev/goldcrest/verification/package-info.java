/**
 * Checks on the whole: layering, style budgets, formatting, and the server as its users meet it,
 * beside real peers.
 */
package dev.goldcrest.verification;
