package dev.goldcrest.runtime.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests over several connections and checks the answers, for
 * quality/bench/http-footprint.sh. Usage: {@code FootprintDriver port connections requests}; the
 * paths {@code /hello} and {@code /large} take turns. Prints how many requests were answered.
 */
final class FootprintDriver {
  private static final int HELLO_BYTES = 6;
  private static final int LARGE_BYTES = 20_000;

  private FootprintDriver() {}

  /** Runs to the end, and fails when an answer is not as expected. */
  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    int connections = Integer.parseInt(args[1]);
    int each = Integer.parseInt(args[2]) / connections;
    AtomicInteger answered = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(() -> {
            try {
              ask(port, each, answered);
            } catch (IOException e) {
              System.err.println("a connection failed: " + e);
            } finally {
              over.countDown();
            }
          });
      thread.start();
    }
    over.await();
    System.out.println(answered.get());
    System.exit(answered.get() == each * connections ? 0 : 1);
  }

  private static void ask(int port, int count, AtomicInteger answered) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < count; i++) {
        boolean large = i % 2 == 1;
        String request = "GET " + (large ? "/large" : "/hello") + " HTTP/1.1\r\nHost: bench\r\n";
        String rest = "User-Agent: footprint\r\nAccept: */*\r\n\r\n";
        socket.getOutputStream().write((request + rest).getBytes(StandardCharsets.ISO_8859_1));
        int length = contentLength(in);
        int expected = large ? LARGE_BYTES : HELLO_BYTES;
        if (length != expected || in.readNBytes(length).length != expected) {
          throw new EOFException("a body of " + length + " bytes instead of " + expected);
        }
        answered.incrementAndGet();
      }
    }
  }

  private static int contentLength(InputStream in) throws IOException {
    int length = -1;
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("closed within a head");
      }
      if (b != '\n') {
        line.append((char) b);
        continue;
      }
      String text = line.toString().strip();
      if (text.isEmpty()) {
        return length;
      }
      if (text.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(text.substring(15).strip());
      }
      line.setLength(0);
    }
  }
}
