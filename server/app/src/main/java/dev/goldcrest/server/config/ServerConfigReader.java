package dev.goldcrest.server.config;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Yaml;
import dev.goldcrest.runtime.config.YamlNode;
import dev.goldcrest.runtime.config.YamlReader;
import dev.goldcrest.scrape.JobLimits;
import dev.goldcrest.scrape.ScrapeJob;
import dev.goldcrest.scrape.ScrapeRequest.BasicAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code prometheus.yml}. */
public final class ServerConfigReader {
  private static final List<String> UNSUPPORTED_SECTIONS =
      List.of(
          "remote_write",
          "remote_read",
          "storage",
          "tracing",
          "otlp",
          "runtime",
          "scrape_config_files");
  private static final List<String> UNSUPPORTED_GLOBAL =
      List.of(
          "query_log_file",
          "scrape_failure_log_file",
          "scrape_protocols",
          "rule_query_offset",
          "keep_dropped_targets",
          "metric_name_validation_scheme",
          "metric_name_escaping_scheme",
          "always_scrape_classic_histograms",
          "convert_classic_histograms_to_nhcb",
          "scrape_native_histograms",
          "extra_scrape_metrics");
  private static final List<String> UNSUPPORTED_ALERTMANAGER =
      List.of(
          "tls_config",
          "authorization",
          "oauth2",
          "sigv4",
          "proxy_url",
          "no_proxy",
          "proxy_from_environment",
          "proxy_connect_header",
          "enable_http2",
          "follow_redirects",
          "http_headers",
          "relabel_configs",
          "alert_relabel_configs",
          "file_sd_configs",
          "dns_sd_configs",
          "kubernetes_sd_configs",
          "consul_sd_configs");

  private final ReadContext context;

  private ServerConfigReader(Path folder) {
    this.context = new ReadContext(folder);
  }

  /** Reads a file. */
  public static ServerConfig read(Path file) throws ConfigException {
    String text;
    try {
      text = SmallFile.read(file);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read the configuration " + file + ": " + SmallFile.reason(e));
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    return parse(file.toString(), text, folder == null ? Path.of("/") : folder);
  }

  /**
   * Reads a text.
   *
   * @param name the file's name for messages
   * @param folder what relative paths in it are relative to
   */
  public static ServerConfig parse(String name, String text, Path folder) throws ConfigException {
    return new ServerConfigReader(folder).root(Yaml.parse(name, text));
  }

  private ServerConfig root(YamlNode node) throws ConfigException {
    YamlReader root = new YamlReader(node, "the configuration");
    YamlReader global = root.sectionOrEmpty("global");
    long interval =
        ReadContext.interval(global, "scrape_interval", ScrapeJob.DEFAULT_INTERVAL.toMillis());
    long timeout =
        ReadContext.interval(
            global, "scrape_timeout", Math.min(ScrapeJob.DEFAULT_TIMEOUT.toMillis(), interval));
    if (timeout > interval) {
      throw new ConfigException(
          global.position(), "global scrape timeout greater than scrape interval");
    }
    long evaluation =
        ReadContext.interval(
            global, "evaluation_interval", ServerConfig.DEFAULT_EVALUATION_INTERVAL.toMillis());
    Labels external = ReadContext.labels(global, "external_labels");
    JobLimits limits = ScrapeJobReader.limits(global, JobLimits.NONE);
    context.finish(global, UNSUPPORTED_GLOBAL);

    List<ScrapeJob> jobs = jobs(root, new ScrapeJobReader(context, interval, timeout, limits));
    List<AlertmanagerConfig> alertmanagers = alertmanagers(root);
    List<String> ruleFiles = new ArrayList<>();
    for (YamlNode.Scalar pattern : ReadContext.scalars(root, "rule_files")) {
      int star = pattern.text().indexOf('*');
      if (star >= 0 && pattern.text().indexOf('/', star) >= 0) {
        throw new ConfigException(
            pattern.position(),
            "invalid rule file path \"" + pattern.text() + "\": only its last part may hold *");
      }
      ruleFiles.add(context.resolve(pattern).toString());
    }
    context.finish(root, UNSUPPORTED_SECTIONS);
    return new ServerConfig(
        Duration.ofMillis(interval),
        Duration.ofMillis(evaluation),
        external,
        ruleFiles,
        jobs,
        alertmanagers,
        ShownConfig.of(node),
        context.warnings());
  }

  private static List<ScrapeJob> jobs(YamlReader root, ScrapeJobReader reader)
      throws ConfigException {
    List<ScrapeJob> jobs = new ArrayList<>();
    Map<String, YamlNode> seen = new HashMap<>();
    List<YamlNode> items = root.list("scrape_configs");
    for (int i = 0; i < items.size(); i++) {
      ScrapeJob job = reader.read(items.get(i), i);
      YamlNode earlier = seen.put(job.jobName(), items.get(i));
      if (earlier != null) {
        throw new ConfigException(
            items.get(i).position(),
            "found multiple scrape configs with job name \""
                + job.jobName()
                + "\"; the first is in line "
                + earlier.position().line());
      }
      jobs.add(job);
    }
    return jobs;
  }

  private List<AlertmanagerConfig> alertmanagers(YamlReader root) throws ConfigException {
    List<AlertmanagerConfig> alertmanagers = new ArrayList<>();
    Optional<YamlReader> alerting = root.section("alerting");
    if (alerting.isEmpty()) {
      return alertmanagers;
    }
    for (YamlNode item : alerting.get().list("alertmanagers")) {
      alertmanagers.add(alertmanager(ReadContext.item(item, "alertmanagers")));
    }
    context.finish(alerting.get(), List.of("alert_relabel_configs"));
    return alertmanagers;
  }

  private AlertmanagerConfig alertmanager(YamlReader reader) throws ConfigException {
    String scheme = reader.string("scheme", "http");
    String prefix = reader.string("path_prefix", "");
    String version = reader.string("api_version", "v2");
    if (!version.equals("v2")) {
      throw new ConfigException(
          reader.position(),
          "expected Alertmanager api version to be one of [v2] but got " + version);
    }
    long timeout =
        ReadContext.interval(reader, "timeout", AlertmanagerConfig.DEFAULT_TIMEOUT.toMillis());
    Optional<BasicAuth> auth = ScrapeJobReader.basicAuth(context, reader);
    List<String> targets = new ArrayList<>();
    TargetGroupReader.groups(reader.list("static_configs"), "static_configs")
        .forEach(group -> targets.addAll(group.targets()));
    context.finish(reader, UNSUPPORTED_ALERTMANAGER);
    return ReadContext.at(
        reader.position(),
        () -> new AlertmanagerConfig(scheme, prefix, Duration.ofMillis(timeout), auth, targets));
  }
}
