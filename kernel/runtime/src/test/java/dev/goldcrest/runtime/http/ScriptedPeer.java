package dev.goldcrest.runtime.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each connection what a test says, however wrong. */
final class ScriptedPeer implements Closeable {
  /** What to do with a connection; it is closed afterwards. */
  interface Script {
    void run(Peer peer) throws Exception;
  }

  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final Script script;

  ScriptedPeer(Script script) throws IOException {
    this.script = script;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "peer");
    thread.setDaemon(true);
    thread.start();
  }

  /** A peer that answers every request with the same bytes, then closes. */
  static ScriptedPeer answering(String answer) throws IOException {
    return new ScriptedPeer(peer -> {
      peer.request();
      peer.send(answer);
    });
  }

  int port() {
    return listener.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread thread = new Thread(() -> serve(socket), "peer connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // Closed by the test.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.run(new Peer(socket));
    } catch (Exception e) {
      // The client left, as many tests want it to.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** One connection. */
  final class Peer {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    Peer(Socket socket) {
      this.socket = socket;
      try {
        out = socket.getOutputStream();
        in = socket.getInputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Reads one request with its body, and notes it. */
    String request() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("closed by the client");
        }
        head.append((char) b);
      }
      String length = RawClient.Answer.header(head.toString(), "Content-Length");
      if (length != null) {
        byte[] body = in.readNBytes(Integer.parseInt(length));
        head.append(new String(body, StandardCharsets.ISO_8859_1));
      }
      requests.add(head.toString());
      return head.toString();
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Sends an answer with a length. */
    void answer(String body) throws IOException {
      send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Waits until the client leaves. */
    void hang() throws IOException {
      while (in.read() >= 0) {
        // Ignored.
      }
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
