package dev.goldcrest.runtime.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Valid messages, one after another on a connection, and what a reader must make of them. */
final class GeneratedMessages {
  private static final String TOKEN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
  private static final String TARGET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~!$'()*,;:@";
  private static final String[] BLANKS = {"", " ", "\t", "  ", " \t "};
  private static final String[] UNUSUAL = {"ü", "€", "😀", " ", "+", "&", "=", "%", "\""};
  private static final int[] STATUSES = {200, 201, 206, 301, 400, 404, 429, 500, 503, 599};
  private static final int[] STATUSES_WITHOUT_BODY = {100, 103, 204, 304};

  private final Random random;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<WireMessage> expected = new ArrayList<>();

  GeneratedMessages(Random random) {
    this.random = random;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<WireMessage> expected() {
    return expected;
  }

  void addRequest() {
    String method = RequestLine.METHODS.get(random.nextInt(RequestLine.METHODS.size()));
    boolean http10 = random.nextInt(5) == 0;
    String origin = random.nextInt(8) == 0 ? "http://host.example:1234" : "";
    String target = origin + path() + query();
    String start = method + " " + target + (http10 ? " HTTP/1.0" : " HTTP/1.1");
    write("\r\n".repeat(random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0));
    write(start + "\r\n");
    List<String> fields = new ArrayList<>();
    field(fields, "Host", "host.example");
    add(start, fields, !http10, true);
  }

  /** Adds an answer whose end can be found. */
  void addResponse() {
    if (random.nextInt(5) == 0) {
      int status = STATUSES_WITHOUT_BODY[random.nextInt(STATUSES_WITHOUT_BODY.length)];
      write("HTTP/1.1 " + status + " No body\r\n");
      List<String> fields = new ArrayList<>();
      if (status == 304 && random.nextBoolean()) {
        field(fields, "Content-Length", "1234");
      }
      fields(fields, random.nextInt(8));
      write("\r\n");
      expected.add(new WireMessage("HTTP/1.1 " + status, fields, ""));
      return;
    }
    add(responseStart(), new ArrayList<>(), true, false);
  }

  /** Adds an answer that lasts until the connection closes; must be the last. */
  void addEndlessResponse() {
    String start = responseStart();
    List<String> fields = new ArrayList<>();
    fields(fields, random.nextInt(8));
    String body = data(random.nextInt(3000));
    write("\r\n" + body);
    expected.add(new WireMessage(start, fields, body));
  }

  private String responseStart() {
    String version = random.nextInt(5) == 0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    int status = STATUSES[random.nextInt(STATUSES.length)];
    String[] reasons = {" OK", " ", " Not what you expected"};
    write(version + status + reasons[random.nextInt(reasons.length)] + "\r\n");
    return version + status;
  }

  /** Writes what follows a start line. */
  private void add(String start, List<String> fields, boolean chunks, boolean mayLackBody) {
    int count = random.nextInt(20) == 0 ? 120 : random.nextInt(12);
    int before = random.nextInt(count + 1);
    fields(fields, before);
    int framing = random.nextInt(mayLackBody ? 3 : 2);
    String body = framing == 2 ? "" : data(random.nextInt(4) == 0 ? 0 : random.nextInt(5000));
    boolean chunked = framing == 1 && chunks && !start.contains("HTTP/1.0");
    if (chunked) {
      field(fields, "Transfer-Encoding", random.nextBoolean() ? "chunked" : "Chunked");
    } else if (framing != 2) {
      field(fields, "Content-Length", "0".repeat(random.nextInt(3)) + body.length());
    }
    fields(fields, count - before);
    write("\r\n");
    if (chunked) {
      chunks(body);
    } else {
      write(body);
    }
    expected.add(new WireMessage(start, fields, body));
  }

  private void chunks(String body) {
    for (int from = 0; from < body.length(); ) {
      int to = Math.min(body.length(), from + 1 + random.nextInt(2000));
      chunkLine(to - from);
      write(body.substring(from, to) + "\r\n");
      from = to;
    }
    chunkLine(0);
    fields(new ArrayList<>(), random.nextInt(3)); // Trailers, which nobody reads.
    write("\r\n");
  }

  private void chunkLine(int size) {
    String digits = Integer.toHexString(size);
    digits = random.nextBoolean() ? digits.toUpperCase(java.util.Locale.ROOT) : digits;
    String[] extensions = {"", "", ";a", ";name=value", ";a=\"quoted text\";b=c"};
    String extension = extensions[random.nextInt(extensions.length)];
    write("0".repeat(random.nextInt(3)) + digits + extension + "\r\n");
  }

  private void fields(List<String> fields, int count) {
    for (int i = 0; i < count; i++) {
      field(fields, "X" + pick(TOKEN, random.nextInt(16)), value());
    }
  }

  private void field(List<String> fields, String name, String value) {
    String cased = random.nextInt(4) == 0 ? name.toLowerCase(java.util.Locale.ROOT) : name;
    write(cased + ":" + blank() + value + blank() + "\r\n");
    fields.add(cased + ": " + value);
  }

  private String blank() {
    return BLANKS[random.nextInt(BLANKS.length)];
  }

  /** Returns text without blanks at its ends, of all bytes that may stand in a field. */
  private String value() {
    StringBuilder value = new StringBuilder();
    for (int length = random.nextInt(40); length > 0; length--) {
      int c = random.nextInt(8) == 0 ? 0x80 + random.nextInt(0x80) : ' ' + random.nextInt(0x5f);
      value.append(random.nextInt(30) == 0 ? '\t' : (char) c);
    }
    int from = 0;
    int to = value.length();
    while (from < to && value.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && value.charAt(to - 1) <= ' ') {
      to--;
    }
    return value.substring(from, to);
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int segments = random.nextInt(5); segments > 0; segments--) {
      path.append('/').append(pick(TARGET, 1 + random.nextInt(10)));
      path.append(random.nextInt(4) == 0 ? escaped("ü€😀 %\"") : "");
    }
    return path.append(path.isEmpty() || random.nextInt(6) == 0 ? "/" : "").toString();
  }

  private String query() {
    StringBuilder query = new StringBuilder(random.nextBoolean() ? "?" : "");
    for (int count = query.isEmpty() ? 0 : random.nextInt(5); count > 0; count--) {
      query.append(pick(TARGET, 1 + random.nextInt(6)));
      if (random.nextInt(5) > 0) {
        query
            .append('=')
            .append(pick(TARGET, random.nextInt(6)))
            .append(random.nextInt(3) == 0 ? "+" : "");
        query.append(escaped(UNUSUAL[random.nextInt(UNUSUAL.length)]));
      }
      query.append(count > 1 ? random.nextInt(6) == 0 ? "&&" : "&" : "");
    }
    return query.toString();
  }

  private String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      String hex = Integer.toHexString(0x100 | (b & 0xff)).substring(1);
      escaped
          .append('%')
          .append(random.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT));
    }
    return escaped.toString();
  }

  private String data(int length) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < length; i++) {
      data.append(random.nextInt(10) == 0 ? '\n' : (char) random.nextInt(256));
    }
    return data.toString();
  }

  private String pick(String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private void write(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
