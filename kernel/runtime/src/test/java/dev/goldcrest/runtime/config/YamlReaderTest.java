package dev.goldcrest.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private static YamlReader reader(String text) throws ConfigException {
    return new YamlReader(Yaml.parse("prom.yml", text), "global");
  }

  @Test
  void values_haveTheTypeTheirReaderAsksFor() throws Exception {
    YamlReader reader =
        reader(
            """
            interval: 1m30s
            limit: 10MB
            on: yes
            port: 8080
            text: no
            names: [a, 'b c']
            labels: {region: eu, empty: }
            """);
    assertThat(reader.durationMillis("interval", 0)).isEqualTo(90_000);
    assertThat(reader.bytes("limit", 0)).isEqualTo(10L << 20);
    assertThat(reader.bool("on", false)).isTrue();
    assertThat(reader.count("port", 0)).isEqualTo(8080);
    assertThat(reader.string("text", "")).isEqualTo("no");
    assertThat(reader.strings("names")).containsExactly("a", "b c");
    assertThat(reader.stringMap("labels")).isEqualTo(Map.of("region", "eu", "empty", ""));
    reader.finish();
  }

  @Test
  void mergeKey_takesOverWhatIsNotSet() throws Exception {
    YamlReader reader =
        new YamlReader(
            Yaml.parse("f", "base: &b {x: 1, y: 2}\nitem: {<<: [*b, {z: 9}], y: 3}\n"), "root");
    reader.section("base");
    YamlReader item = reader.section("item").orElseThrow();
    assertThat(item.string("x", "")).isEqualTo("1");
    assertThat(item.string("y", "")).isEqualTo("3");
    assertThat(item.string("z", "")).isEqualTo("9");
    assertThatThrownBy(() -> Yaml.parse("f", "a: {<<: 5}"))
        .hasMessage(
            "f:1:9: \"<<\" must be a mapping or a list of mappings, found the scalar \"5\"");
  }

  @Test
  void absentOrEmptyKey_givesTheDefault() throws Exception {
    YamlReader reader = reader("interval:\nother: ~\n");
    assertThat(reader.durationMillis("interval", 7)).isEqualTo(7);
    assertThat(reader.list("other")).isEmpty();
    assertThat(reader.bool("absent", true)).isTrue();
  }

  @Test
  void unknownKey_isRefusedWithPlaceAndNearestName() throws Exception {
    YamlReader reader = reader("a: 1\nscrape_intervall: 5s\n");
    reader.string("a", "");
    reader.durationMillis("scrape_interval", 0);
    assertThatThrownBy(reader::finish)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "prom.yml:2:1: unknown key \"scrape_intervall\" in global; did you mean"
                + " \"scrape_interval\"?");
  }

  @Test
  void wrongType_isRefusedWithPlaceFoundAndAllowed() throws Exception {
    YamlReader reader = reader("interval: soon\nlist: 5\nflag: maybe\ncount: -1\n");
    assertThatThrownBy(() -> reader.durationMillis("interval", 0))
        .hasMessageStartingWith("prom.yml:1:11: interval: not a valid duration string: \"soon\"");
    assertThatThrownBy(() -> reader.list("list"))
        .hasMessage("prom.yml:2:7: \"list\" must be a list, found the scalar \"5\"");
    assertThatThrownBy(() -> reader.bool("flag", false)).hasMessageContaining("true or false");
    assertThatThrownBy(() -> reader.count("count", 0)).hasMessageContaining("at least 0");
  }

  @Test
  void brokenYaml_namesLineAndColumn() {
    for (String broken : List.of("a: [1, 2\nb: 3", "a: 'x", "a:\n  - b\n c: d", "\tx: 1")) {
      assertThatThrownBy(() -> Yaml.parse("prom.yml", broken))
          .isInstanceOf(ConfigException.class)
          .hasMessageMatching("(?s)prom\\.yml:\\d+:\\d+: broken YAML: .+");
    }
  }

  @Test
  void duplicateKey_namesBothPlaces() {
    assertThatThrownBy(() -> Yaml.parse("prom.yml", "a: 1\nb: 2\na: 3\n"))
        .hasMessage("prom.yml:3:1: key \"a\" is already set in line 1");
  }

  @Test
  void aliasBomb_isRefusedInsteadOfExpanded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
    }
    assertThatThrownBy(() -> Yaml.parse("bomb.yml", bomb.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void mutatedDocument_isReadOrRefusedNeverAnythingElse() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("YamlReaderTest seed " + seed);
    Random random = new Random(seed);
    String base = "global:\n  a: [1, {b: 'c'}]\n  d: |\n    text\nx: &y {k: v}\nz: *y\n";
    for (int i = 0; i < 2_000; i++) {
      char[] text = base.toCharArray();
      for (int change = 0; change < 1 + random.nextInt(3); change++) {
        text[random.nextInt(text.length)] =
            ":-[]{}&*!|>'\"%@`#\n\t ax\0\uFFFD".charAt(random.nextInt(24));
      }
      try {
        Yaml.parse("fuzz.yml", new String(text));
      } catch (ConfigException e) {
        assertThat(e).hasMessageStartingWith("fuzz.yml");
      }
    }
  }
}
