package dev.goldcrest.server.config;

import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.YamlNode;
import dev.goldcrest.runtime.config.YamlReader;
import dev.goldcrest.scrape.FileDiscovery;
import dev.goldcrest.scrape.JobLimits;
import dev.goldcrest.scrape.RelabelRule;
import dev.goldcrest.scrape.SampleRules;
import dev.goldcrest.scrape.ScrapeJob;
import dev.goldcrest.scrape.ScrapeRequest;
import dev.goldcrest.scrape.ScrapeRequest.Authorization;
import dev.goldcrest.scrape.ScrapeRequest.BasicAuth;
import dev.goldcrest.scrape.TargetGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the entries of {@code scrape_configs}. */
final class ScrapeJobReader {
  private static final List<String> UNSUPPORTED =
      List.of(
          "tls_config",
          "oauth2",
          "proxy_url",
          "no_proxy",
          "proxy_from_environment",
          "proxy_connect_header",
          "enable_http2",
          "http_headers",
          "scrape_protocols",
          "native_histogram_bucket_limit",
          "native_histogram_min_bucket_factor",
          "keep_dropped_targets",
          "metric_name_validation_scheme",
          "metric_name_escaping_scheme",
          "always_scrape_classic_histograms",
          "convert_classic_histograms_to_nhcb",
          "scrape_native_histograms",
          "extra_scrape_metrics",
          "scrape_failure_log_file",
          "aws_sd_configs",
          "azure_sd_configs",
          "consul_sd_configs",
          "digitalocean_sd_configs",
          "docker_sd_configs",
          "dockerswarm_sd_configs",
          "dns_sd_configs",
          "ec2_sd_configs",
          "eureka_sd_configs",
          "gce_sd_configs",
          "hetzner_sd_configs",
          "http_sd_configs",
          "ionos_sd_configs",
          "kubernetes_sd_configs",
          "kuma_sd_configs",
          "lightsail_sd_configs",
          "linode_sd_configs",
          "marathon_sd_configs",
          "nerve_sd_configs",
          "nomad_sd_configs",
          "oci_sd_configs",
          "openstack_sd_configs",
          "outscale_sd_configs",
          "ovhcloud_sd_configs",
          "puppetdb_sd_configs",
          "scaleway_sd_configs",
          "serverset_sd_configs",
          "stackit_sd_configs",
          "triton_sd_configs",
          "uyuni_sd_configs",
          "vultr_sd_configs");

  private final ReadContext context;
  private final long defaultIntervalMillis;
  private final long defaultTimeoutMillis;
  private final JobLimits defaultLimits;

  ScrapeJobReader(
      ReadContext context, long intervalMillis, long timeoutMillis, JobLimits defaultLimits) {
    this.context = context;
    this.defaultIntervalMillis = intervalMillis;
    this.defaultTimeoutMillis = timeoutMillis;
    this.defaultLimits = defaultLimits;
  }

  ScrapeJob read(YamlNode node, int index) throws ConfigException {
    YamlReader reader = ReadContext.item(node, "scrape_configs[" + index + "]");
    String name = reader.string("job_name", "");
    long interval = ReadContext.interval(reader, "scrape_interval", defaultIntervalMillis);
    // Without a timeout of its own, a job that scrapes faster than the default timeout gets its
    // interval.
    long timeout =
        ReadContext.interval(reader, "scrape_timeout", Math.min(defaultTimeoutMillis, interval));
    ScrapeRequest request = request(reader);
    SampleRules sampleRules = sampleRules(reader);
    JobLimits limits = limits(reader, defaultLimits);
    List<TargetGroup> groups =
        TargetGroupReader.groups(reader.list("static_configs"), "static_configs");
    List<FileDiscovery> files = fileDiscoveries(reader);
    List<RelabelRule> relabel = RelabelReader.read(reader, "relabel_configs");
    List<RelabelRule> metricRelabel = RelabelReader.read(reader, "metric_relabel_configs");
    context.finish(reader, UNSUPPORTED);
    return ReadContext.at(
        reader.position(),
        () ->
            new ScrapeJob(
                name,
                Duration.ofMillis(interval),
                Duration.ofMillis(timeout),
                request,
                sampleRules,
                limits,
                groups,
                files,
                relabel,
                metricRelabel));
  }

  private ScrapeRequest request(YamlReader reader) throws ConfigException {
    String scheme = reader.string("scheme", ScrapeRequest.DEFAULT.scheme());
    String path = reader.string("metrics_path", ScrapeRequest.DEFAULT.metricsPath());
    Map<String, List<String>> params = params(reader);
    Optional<BasicAuth> basicAuth = basicAuth(context, reader);
    Optional<Authorization> authorization = authorization(reader);
    boolean compression = reader.bool("enable_compression", true);
    boolean redirects = reader.bool("follow_redirects", true);
    return ReadContext.at(
        reader.position(),
        () ->
            new ScrapeRequest(
                scheme, path, params, basicAuth, authorization, compression, redirects));
  }

  private static SampleRules sampleRules(YamlReader reader) throws ConfigException {
    SampleRules otherwise = SampleRules.DEFAULT;
    boolean honorLabels = reader.bool("honor_labels", otherwise.honorLabels());
    boolean honorTimestamps = reader.bool("honor_timestamps", otherwise.honorTimestamps());
    boolean track = reader.bool("track_timestamps_staleness", otherwise.trackTimestampsStaleness());
    String fallback = reader.string("fallback_scrape_protocol", "");
    return ReadContext.at(
        reader.position(), () -> new SampleRules(honorLabels, honorTimestamps, track, fallback));
  }

  static JobLimits limits(YamlReader reader, JobLimits otherwise) throws ConfigException {
    return new JobLimits(
        reader.bytes("body_size_limit", otherwise.bodySizeLimitBytes()),
        small(reader, "sample_limit", otherwise.sampleLimit()),
        small(reader, "label_limit", otherwise.labelLimit()),
        small(reader, "label_name_length_limit", otherwise.labelNameLengthLimit()),
        small(reader, "label_value_length_limit", otherwise.labelValueLengthLimit()),
        small(reader, "target_limit", otherwise.targetLimit()));
  }

  private static int small(YamlReader reader, String key, int otherwise) throws ConfigException {
    long count = reader.count(key, otherwise);
    // Counts are unsigned, so one beyond a long comes as a negative number.
    return count < 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, count);
  }

  private static Map<String, List<String>> params(YamlReader reader) throws ConfigException {
    Map<String, List<String>> params = new LinkedHashMap<>();
    Optional<YamlReader> section = reader.section("params");
    if (section.isPresent()) {
      for (String name : section.get().unread().keySet()) {
        params.put(name, section.get().strings(name));
      }
    }
    return params;
  }

  static Optional<BasicAuth> basicAuth(ReadContext context, YamlReader reader)
      throws ConfigException {
    Optional<YamlReader> section = reader.section("basic_auth");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    String username = section.get().string("username", "");
    String password = context.secret(section.get(), "password").orElse("");
    context.finish(section.get(), List.of("username_file"));
    return Optional.of(new BasicAuth(username, password));
  }

  private Optional<Authorization> authorization(YamlReader reader) throws ConfigException {
    Optional<String> bearer = context.secret(reader, "bearer_token");
    Optional<YamlReader> section = reader.section("authorization");
    if (section.isEmpty()) {
      return bearer.map(token -> new Authorization("Bearer", token));
    }
    if (bearer.isPresent()) {
      throw new ConfigException(
          section.get().position(),
          "authorization is not compatible with bearer_token & bearer_token_file");
    }
    String type = section.get().string("type", "Bearer");
    if (type.strip().equalsIgnoreCase("basic")) {
      throw new ConfigException(
          section.get().position(),
          "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
    }
    String credentials = context.secret(section.get(), "credentials").orElse("");
    context.finish(section.get(), List.of());
    return Optional.of(new Authorization(type, credentials));
  }

  private List<FileDiscovery> fileDiscoveries(YamlReader reader) throws ConfigException {
    List<FileDiscovery> discoveries = new ArrayList<>();
    for (YamlNode item : reader.list("file_sd_configs")) {
      YamlReader section = ReadContext.item(item, "file_sd_configs");
      List<String> files = new ArrayList<>();
      for (YamlNode.Scalar file : ReadContext.scalars(section, "files")) {
        files.add(context.resolve(file).toString());
      }
      long refresh =
          ReadContext.interval(
              section, "refresh_interval", FileDiscovery.DEFAULT_REFRESH_INTERVAL.toMillis());
      section.finish();
      discoveries.add(
          ReadContext.at(
              section.position(), () -> new FileDiscovery(files, Duration.ofMillis(refresh))));
    }
    return discoveries;
  }
}
