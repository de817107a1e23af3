package dev.goldcrest.rules.template;

import dev.goldcrest.model.Labels;

/**
 * What all templates of one evaluation share.
 *
 * @param externalUrl where people reach this server, without a slash at the end
 * @param timeMillis the evaluation's time, for {@code now}
 */
public record TemplateEnvironment(
    Labels externalLabels, String externalUrl, long timeMillis, TemplateQueries queries) {}
