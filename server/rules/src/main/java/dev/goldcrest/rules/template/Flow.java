package dev.goldcrest.rules.template;

/** How to go on after a node. */
enum Flow {
  NEXT,
  BREAK,
  CONTINUE
}
