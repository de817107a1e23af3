package dev.goldcrest.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.runtime.config.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShownConfigTest {
  private static String shown(String text) throws Exception {
    return ServerConfigReader.parse("p.yml", text, Path.of("/etc")).shownText();
  }

  @Test
  void text_isThatOfTheFile_withoutComments() throws Exception {
    String text =
        """
        global:
          scrape_interval: 15s
          external_labels:
            site: "north: 1"
        rule_files: []
        scrape_configs:
          - job_name: node
            params:
              module:
                - a
            static_configs:
              - targets:
                  - "localhost:9100"
                labels: {}
            relabel_configs:
              - regex: (.*)
                target_label: "1\\t\\u0001"
        """;
    assertThat(shown("# old password: hunter1\n" + text)).isEqualTo(text);
  }

  @Test
  void secrets_areHidden_howeverTheyAreWritten() throws Exception {
    String shown =
        shown(
            """
            scrape_configs:
              - job_name: inline
                basic_auth: {username: u, password: leak1, }
              - job_name: next-line
                basic_auth:
                  username: u
                  password:
                    leak2
                    leak3
              - job_name: block
                authorization:
                  credentials: |
                    leak4
                    leak5
              - job_name: quoted
                bearer_token: "leak6
                  leak7"
              - {job_name: flow, basic_auth: {password: "leak8
                leak9"}}
              - job_name: unsupported
                oauth2: {client_id: id, client_secret: leak10}
                tls_config: {key: leak11, key_file: visible.key}
                http_headers: {X: {values: [v], secrets: [leak12, leak13]}}
                proxy_url: http://me:leak14@proxy:1/path
                consul_sd_configs: [{server: c, token: leak15}]
                ec2_sd_configs: [{secret_key: leak16}]
                oci_sd_configs: [{key_passphrase: leak21}]
                proxy_connect_header: {Authorization: [leak22]}
              - job_name: parameters
                params: {api_token: [leak17]}
            remote_write:
              - url: "https://u:leak18@host/push"
                basic_auth: {password: leak19}
                sigv4: {secret_key: leak20}
            """);
    assertThat(shown).doesNotContain("leak").contains("username: u", "key_file: visible.key");
    assertThat(shown).contains("password: <secret>", "\"http://<secret>@proxy:1/path\"");
    assertThat(shown).contains("secrets:\n          - <secret>\n          - <secret>");
  }

  @Test
  void aliasedSecret_isHiddenWhereItIsUsed() throws Exception {
    String shown =
        shown(
            """
            scrape_configs:
              - job_name: a
                basic_auth: &auth {password: leak}
              - job_name: b
                basic_auth: *auth
            """);
    assertThat(shown).doesNotContain("leak").containsSubsequence("<secret>", "<secret>");
  }

  @Test
  void text_isCut_whenAliasesMakeItLarge() throws Exception {
    StringBuilder text = new StringBuilder("a: &x \"" + "y".repeat(10_000) + "\"\nb: [");
    String shown = ShownConfig.of(Yaml.parse("p", text.repeat("*x, ", 5_000) + "]"));
    assertThat(shown).hasSizeLessThan(1_100_000).endsWith("there is too much of it.\n");
  }

  @Test
  void text_isReadAsTheSameConfiguration() throws Exception {
    String once =
        shown(
            """
            scrape_configs:
              - job_name: "yes"
                static_configs: [{targets: ["a:1"], labels: {"a b": "~", n: "null", e: ""}}]
                metrics_path: '/a#b: c'
              - job_name: '- x'
            """);
    assertThat(shown(once)).isEqualTo(once);
    assertThat(ServerConfigReader.parse("p", once, Path.of("/")).jobs().getLast().jobName())
        .isEqualTo("- x");
  }
}
