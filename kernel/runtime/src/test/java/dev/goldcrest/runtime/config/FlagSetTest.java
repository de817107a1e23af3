package dev.goldcrest.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.config.FlagSet.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagSetTest {
  private static final Flag ADDRESS =
      new Flag("web.listen-address", Flag.Kind.TEXT, "0.0.0.0:9090", "Where to listen.");
  private static final Flag LIFECYCLE =
      new Flag("web.enable-lifecycle", Flag.Kind.SWITCH, "false", "Allow reload by HTTP.");
  private static final Flag RETENTION =
      new Flag("storage.tsdb.retention.time", Flag.Kind.DURATION, "15d", "How long to keep.");
  private static final Flag FAULT = new Flag("fault", Flag.Kind.LIST, "", "A fault to show.");
  private static final FlagSet FLAGS =
      new FlagSet("server", List.of(ADDRESS, LIFECYCLE, RETENTION, FAULT));

  private static ParsedFlags parse(String... arguments) throws UsageException {
    return FLAGS.parse(List.of(arguments), Map.of());
  }

  @Test
  void value_isTakenAfterEqualsOrAsNextArgument() throws Exception {
    assertThat(parse("--web.listen-address=:1").text(ADDRESS)).isEqualTo(":1");
    assertThat(parse("--web.listen-address", ":2").text(ADDRESS)).isEqualTo(":2");
    assertThat(parse().text(ADDRESS)).isEqualTo("0.0.0.0:9090");
    assertThat(parse("--storage.tsdb.retention.time=12h").millis(RETENTION)).isEqualTo(43_200_000);
  }

  @Test
  void switch_isOnOffOrNegated() throws Exception {
    assertThat(parse("--web.enable-lifecycle").isOn(LIFECYCLE)).isTrue();
    assertThat(parse("--web.enable-lifecycle=false").isOn(LIFECYCLE)).isFalse();
    assertThat(parse("--web.enable-lifecycle", "--no-web.enable-lifecycle").isOn(LIFECYCLE))
        .isFalse();
  }

  @Test
  void repeatableFlag_keepsEveryValueInOrder() throws Exception {
    assertThat(parse("--fault=b", "--fault", "a").list(FAULT)).containsExactly("b", "a");
  }

  @Test
  void environment_setsAFlagAndTheCommandLineWins() throws Exception {
    Map<String, String> environment = Map.of("GOLDCREST_STORAGE_TSDB_RETENTION_TIME", "7d");
    assertThat(FLAGS.parse(List.of(), environment).text(RETENTION)).isEqualTo("7d");
    assertThat(
            FLAGS.parse(List.of("--storage.tsdb.retention.time=1d"), environment).text(RETENTION))
        .isEqualTo("1d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--web.listen-adress=x | unknown flag --web.listen-adress; did you mean"
            + " --web.listen-address?",
        "--storage.tsdb.retention.time=long | --storage.tsdb.retention.time must be a duration",
        "--web.enable-lifecycle=maybe | --web.enable-lifecycle must be true or false, got"
            + " \"maybe\"",
        "--storage.tsdb.retention.time | needs a value",
        "something | unexpected argument \"something\"",
      })
  void mistake_isOneLineThatNamesWhatIsAllowed(String argument, String message) {
    assertThatThrownBy(() -> parse(argument))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message.strip())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void help_namesEveryFlagWithItsDefaultAndVariable() {
    assertThat(FLAGS.help())
        .contains("--web.listen-address=<text>", "Default: 15d.", "GOLDCREST_WEB_ENABLE_LIFECYCLE");
  }
}
