package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.PromDuration;
import dev.goldcrest.model.Quoting;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns an address and its group's labels into a target by the rules of its job. */
final class TargetResolver {
  static final String ADDRESS = "__address__";
  private static final String SCHEME = "__scheme__";
  private static final String METRICS_PATH = "__metrics_path__";
  private static final String INTERVAL = "__scrape_interval__";
  private static final String TIMEOUT = "__scrape_timeout__";
  private static final String PARAM_PREFIX = "__param_";
  private static final String META_PREFIX = "__meta_";
  private static final String INSTANCE = "instance";

  private final ScrapeJob job;

  TargetResolver(ScrapeJob job) {
    this.job = job;
  }

  Candidate resolve(String address, Labels groupLabels) {
    Labels discovered = discoveredLabels(address, groupLabels);
    Labels.Builder builder = discovered.toBuilder();
    if (!Relabeler.apply(job.relabelRules(), builder)) {
      return new DroppedTarget(job.jobName(), discovered, "dropped by relabel_configs");
    }
    try {
      return target(discovered, builder);
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage();
      return new DroppedTarget(
          job.jobName(), discovered, reason == null ? "invalid target" : reason);
    }
  }

  private Labels discoveredLabels(String address, Labels groupLabels) {
    Labels.Builder labels = groupLabels.toBuilder();
    labels.set(ADDRESS, address);
    setIfAbsent(labels, "job", job.jobName());
    setIfAbsent(labels, INTERVAL, PromDuration.format(job.scrapeInterval().toMillis()));
    setIfAbsent(labels, TIMEOUT, PromDuration.format(job.scrapeTimeout().toMillis()));
    setIfAbsent(labels, METRICS_PATH, job.request().metricsPath());
    setIfAbsent(labels, SCHEME, job.request().scheme());
    for (Map.Entry<String, List<String>> param : job.request().params().entrySet()) {
      if (!param.getValue().isEmpty()) {
        setIfAbsent(labels, PARAM_PREFIX + param.getKey(), param.getValue().getFirst());
      }
    }
    return labels.build();
  }

  private static void setIfAbsent(Labels.Builder labels, String name, String value) {
    if (labels.get(name).isEmpty()) {
      labels.set(name, value);
    }
  }

  private Target target(Labels discovered, Labels.Builder labels) {
    String address = labels.get(ADDRESS);
    if (address.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
    if (address.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          Quoting.quote(address) + " is not a valid hostname; write host or host:port");
    }
    long interval = positiveMillis("scrape interval", labels.get(INTERVAL));
    long timeout = positiveMillis("scrape timeout", labels.get(TIMEOUT));
    if (timeout > interval) {
      throw new IllegalArgumentException(
          "scrape timeout cannot be greater than scrape interval ("
              + Quoting.quote(labels.get(TIMEOUT))
              + " > "
              + Quoting.quote(labels.get(INTERVAL))
              + ")");
    }
    for (String name : labels.names()) {
      if (name.startsWith(META_PREFIX)) {
        labels.remove(name);
      }
    }
    setIfAbsent(labels, INSTANCE, address);
    Labels internal = labels.build();
    for (String name : labels.names()) {
      if (name.startsWith("__")) {
        labels.remove(name);
      }
    }
    return new Target(discovered, labels.build(), uri(internal), interval, timeout);
  }

  private static long positiveMillis(String what, String text) {
    long millis;
    try {
      millis = PromDuration.parseMillis(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("error parsing " + what + ": " + e.getMessage(), e);
    }
    if (millis == 0) {
      throw new IllegalArgumentException(what + " cannot be 0");
    }
    return millis;
  }

  private URI uri(Labels internal) {
    String scheme = internal.get(SCHEME);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "unsupported scheme " + Quoting.quote(scheme) + "; allowed are http and https");
    }
    String path = internal.get(METRICS_PATH);
    String rooted = path.startsWith("/") ? path : "/" + path;
    try {
      String rawPath = new URI(null, null, rooted, null).getRawPath();
      return new URI(scheme + "://" + internal.get(ADDRESS) + rawPath + query(internal));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "no URL can be made of address "
              + Quoting.quote(internal.get(ADDRESS))
              + " and path "
              + Quoting.quote(path)
              + ": "
              + e.getReason(),
          e);
    }
  }

  private String query(Labels internal) {
    Map<String, List<String>> params = new TreeMap<>(job.request().params());
    for (int i = 0; i < internal.size(); i++) {
      if (internal.name(i).startsWith(PARAM_PREFIX)) {
        String name = internal.name(i).substring(PARAM_PREFIX.length());
        List<String> values = new ArrayList<>(params.getOrDefault(name, List.of("")));
        if (values.isEmpty()) {
          values.add("");
        }
        values.set(0, internal.value(i));
        params.put(name, values);
      }
    }
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, List<String>> param : params.entrySet()) {
      for (String value : param.getValue()) {
        query.append(query.isEmpty() ? '?' : '&').append(encoded(param.getKey()));
        query.append('=').append(encoded(value));
      }
    }
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
