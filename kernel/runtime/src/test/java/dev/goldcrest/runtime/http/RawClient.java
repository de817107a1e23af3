package dev.goldcrest.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket and nothing more, so that tests can send what no client library would. */
final class RawClient implements Closeable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;

  RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** Connects with a receive buffer of a given size; 0 for the system's. */
  RawClient(int port, int receiveBytes) throws IOException {
    socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  InputStream input() throws IOException {
    return socket.getInputStream();
  }

  /** Reads one answer: head, and a body of the declared length or in chunks. */
  Answer answer() throws IOException {
    return answer(true);
  }

  /** Reads the head of an answer that has no body. */
  Answer answerWithoutBody() throws IOException {
    return answer(false);
  }

  private Answer answer(boolean withBody) throws IOException {
    String head = head();
    byte[] body = new byte[0];
    String length = Answer.header(head, "Content-Length");
    if (withBody && length != null) {
      body = exactly(Integer.parseInt(length));
    } else if (withBody && "chunked".equals(Answer.header(head, "Transfer-Encoding"))) {
      body = chunks();
    }
    return new Answer(head, body);
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) byteOrEnd());
    }
    return head.toString();
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = input().readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the server closed after " + bytes.length + " of " + length);
    }
    return bytes;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      StringBuilder line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        line.append((char) byteOrEnd());
      }
      int size = Integer.parseInt(line.toString().trim(), 16);
      body.writeBytes(exactly(size));
      exactly(2);
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private int byteOrEnd() throws IOException {
    int b = input().read();
    if (b < 0) {
      throw new EOFException("the server closed before the answer was complete");
    }
    return b;
  }

  /** Reads until the server closes; a reset counts as closing. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    try {
      for (int n = input().read(some); n >= 0; n = input().read(some)) {
        all.write(some, 0, n);
      }
    } catch (java.net.SocketException e) {
      // Reset by the server.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Closes so that the server sees a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** A received answer. */
  record Answer(String head, byte[] body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return header(head, name);
    }

    static String header(String head, String name) {
      for (String line : head.split("\r\n")) {
        if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
          return line.substring(name.length() + 2);
        }
      }
      return null;
    }
  }
}
