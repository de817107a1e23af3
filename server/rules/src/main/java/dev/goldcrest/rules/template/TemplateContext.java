package dev.goldcrest.rules.template;

import dev.goldcrest.model.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data one template is expanded with. Immutable. */
public final class TemplateContext {
  /** The variables that every alert template has, in the order of their values. */
  public static final List<String> ALERT_VARIABLES =
      List.of("$labels", "$externalLabels", "$externalURL", "$value");

  private final Value data;
  private final List<Value> variables;
  private final TemplateEnvironment environment;

  TemplateContext(Value data, List<Value> variables, TemplateEnvironment environment) {
    this.data = data;
    this.variables = List.copyOf(variables);
    this.environment = environment;
  }

  /** Returns the data of an alert's templates: {@code .Labels}, {@code .Value} and so on. */
  public static TemplateContext forAlert(
      Labels labels, double value, TemplateEnvironment environment) {
    Value labelMap = Value.Fields.of(labels);
    Value externalLabels = Value.Fields.of(environment.externalLabels());
    Value externalUrl = new Value.Text(environment.externalUrl());
    Value number = new Value.Decimal(value);
    Map<String, Value> root = new LinkedHashMap<>();
    root.put("Labels", labelMap);
    root.put("ExternalLabels", externalLabels);
    root.put("ExternalURL", externalUrl);
    root.put("Value", number);
    return new TemplateContext(
        new Value.Fields(Value.Fields.STRUCT, root),
        List.of(labelMap, externalLabels, externalUrl, number),
        environment);
  }

  Value data() {
    return data;
  }

  /** Returns the values of the variables that the template was parsed with, in that order. */
  List<Value> variables() {
    return variables;
  }

  TemplateEnvironment environment() {
    return environment;
  }
}
