package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.rules.template.Template;
import dev.goldcrest.rules.template.TemplateContext;
import dev.goldcrest.rules.template.TemplateException;
import org.jspecify.annotations.Nullable;

/** Names with templates as values: the labels or the annotations of an alerting rule. */
final class TemplatedLabels {
  private final Labels source;
  // Null where the value is plain text or its template is broken; then fixed has the text.
  private final @Nullable Template[] templates;
  private final String[] fixed;

  TemplatedLabels(String alertName, Labels source) {
    this.source = source;
    this.templates = new Template[source.size()];
    this.fixed = new String[source.size()];
    for (int i = 0; i < source.size(); i++) {
      fixed[i] = source.value(i);
      if (fixed[i].contains("{{")) {
        try {
          templates[i] = parse(alertName, fixed[i]);
        } catch (TemplateException e) {
          fixed[i] = failure(e);
        }
      }
    }
  }

  /** Parses one value as the template it is when the alert of this name is raised. */
  static Template parse(String alertName, String text) throws TemplateException {
    return Template.parse("__alert_" + alertName, text, TemplateContext.ALERT_VARIABLES);
  }

  /** Sets every name to its expanded value; a failed expansion becomes a text that says so. */
  void expandInto(Labels.Builder to, TemplateContext context) {
    for (int i = 0; i < fixed.length; i++) {
      Template template = templates[i];
      String value = fixed[i];
      if (template != null) {
        try {
          value = template.expand(context);
        } catch (TemplateException e) {
          value = failure(e);
        }
      }
      to.set(source.name(i), value);
    }
  }

  private static String failure(TemplateException e) {
    return "<error expanding template: " + e.getMessage() + ">";
  }
}
