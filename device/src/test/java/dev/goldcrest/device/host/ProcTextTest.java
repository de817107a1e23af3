package dev.goldcrest.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTextTest {
  @TempDir Path folder;

  private ProcText of(String content) throws IOException {
    Path file = folder.resolve("text");
    Files.writeString(file, content);
    ProcText text = new ProcText();
    text.read(file.toString());
    return text;
  }

  @Test
  void words_arePartedByBlanksAndTabs() throws IOException {
    ProcText text = of("  one\ttwo  three \n\nfour\n");
    assertThat(text.nextLine() && text.nextWord()).isTrue();
    assertThat(text.word()).isEqualTo("one");
    assertThat(text.nextWord() && text.wordIs("two")).isTrue();
    assertThat(text.restOfLine()).isEqualTo("three");
    assertThat(text.nextLine()).isTrue();
    assertThat(text.nextWord()).isFalse();
    assertThat(text.nextLine() && text.nextWord() && text.wordIs("four")).isTrue();
    assertThat(text.nextLine()).isFalse();
  }

  @Test
  void nextLine_leavesOutALastLineThatWasCutOff() throws IOException {
    ProcText text = of("cpu0 1 2\ncpu1 12");
    assertThat(text.nextLine()).isTrue();
    assertThat(text.nextLine()).isFalse();
  }

  @Test
  void tryNumber_takesAFileWithoutLineFeed() throws IOException {
    Path file = folder.resolve("temp");
    Files.writeString(file, "48312");
    assertThat(new ProcText().tryNumber(file.toString())).isEqualTo(48312);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "00012, 12",
    "-1, -1",
    "0.91, 0.91",
    "12.24, 12.24",
    "-5500, -5500",
    "999999999999999999, 999999999999999999",
    "18446744073709551615, 1.8446744073709552E19",
    "9223372036854771712, 9.223372036854771712E18",
    "100000000000000000000000, 1E23",
    "0.12345678901234567890, 0.12345678901234567",
  })
  void number_readsDecimals(String written, double expected) throws IOException {
    ProcText text = of(written + "\n");
    assertThat(text.nextLine() && text.nextWord()).isTrue();
    assertThat(text.number()).isEqualTo(expected, within(2 * Math.ulp(expected)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "-", ".", "1e5", "0x10", "1.2.3", "12kB", "--1", "\u00b2"})
  void number_isNaN_forAnythingElse(String written) throws IOException {
    ProcText text = of(written + "\n");
    assertThat(text.nextLine() && text.nextWord()).isTrue();
    assertThat(text.number()).isNaN();
  }

  @Test
  void read_growsItsBuffer_upToTheLimit() throws IOException {
    String line = "0123456789abcde\n";
    ProcText text = of(line.repeat(3 * ProcText.MAX_BYTES / line.length()));
    int lines = 0;
    while (text.nextLine()) {
      assertThat(text.nextWord() && text.wordIs("0123456789abcde")).isTrue();
      lines++;
    }
    assertThat(lines).isEqualTo(ProcText.MAX_BYTES / line.length());
  }

  @Test
  void read_namesTheFile_andTryReadSaysNo_whenThereIsNone() {
    ProcText text = new ProcText();
    String path = folder.resolve("absent").toString();
    assertThatThrownBy(() -> text.read(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path);
    assertThat(text.tryRead(path)).isFalse();
    assertThat(text.tryNumber(path)).isNaN();
    assertThat(text.tryLine(path)).isEmpty();
  }

  @Test
  void failedRead_leavesNothingOfTheFileBefore() throws IOException {
    ProcText text = of("cpu0 1\n");
    assertThat(text.tryRead(folder.resolve("absent").toString())).isFalse();
    assertThat(text.nextLine()).isFalse();
  }

  @Test
  void auxiliary_findsItsKey_andIsZeroOtherwise() {
    ProcText text = new ProcText();
    assumeTrue(text.tryRead("/proc/self/auxv"), "needs /proc/self/auxv");
    assertThat(Long.bitCount(text.auxiliary(6))).as("a page size is a power of two").isOne();
    assertThat(text.auxiliary(987654)).isZero();
  }
}
