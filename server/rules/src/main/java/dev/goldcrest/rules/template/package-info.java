/**
 * The template language of alert labels and annotations: Go's text/template with Prometheus's
 * functions.
 *
 * <p>Start with {@link dev.goldcrest.rules.template.Template}: text becomes tokens in {@code
 * TemplateLexer}, a tree of {@code Node} and {@code Operand} in {@code TemplateParser}, and output
 * in {@code Expansion}. Every value is a {@code Value}; functions are found by name in {@code
 * Functions}, without reflection. Nothing here knows rules; queries come in by {@link
 * dev.goldcrest.rules.template.TemplateQueries}.
 */
@NullMarked
package dev.goldcrest.rules.template;

import org.jspecify.annotations.NullMarked;
