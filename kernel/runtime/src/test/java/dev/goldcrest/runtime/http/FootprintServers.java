package dev.goldcrest.runtime.http;

import dev.goldcrest.runtime.lifecycle.SystemClock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Three servers with the same two routes, for quality/bench/http-footprint.sh. Usage: {@code
 * FootprintServers transport|reader|codec|both}. Prints its ports and serves until it is killed.
 *
 * <p>All run on {@link HttpEventLoops}, so Netty is tuned alike. {@code transport} reads no HTTP at
 * all and is the ground that the others stand on; {@code reader} is {@link HttpServer} with its
 * routes, limits, deadlines and statistics; {@code codec} has none of these. {@code both} shows
 * what the codec adds to a process that has them: it listens twice.
 */
final class FootprintServers {
  private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] LARGE = "x".repeat(20_000).getBytes(StandardCharsets.ISO_8859_1);

  private FootprintServers() {}

  /** Starts the server that the one argument names. */
  public static void main(String[] args) throws Exception {
    HttpEventLoops loops = new HttpEventLoops();
    switch (args[0]) {
      case "transport" -> listen(loops, new Canned.OfConnection());
      case "reader" -> reader(loops);
      case "codec" -> listen(loops, new Codec.OfConnection());
      case "both" -> {
        reader(loops);
        listen(loops, new Codec.OfConnection());
      }
      default ->
          throw new IllegalArgumentException("not transport, reader, codec or both: " + args[0]);
    }
    new CountDownLatch(1).await();
  }

  private static void reader(HttpEventLoops loops) throws HttpListenException {
    Router router =
        new Router()
            .add("GET", "/hello", Router.Execution.EVENT_LOOP, r -> text(HELLO))
            .add("GET", "/large", Router.Execution.EVENT_LOOP, r -> text(LARGE));
    HttpServerConfig config = HttpServerConfig.defaults("127.0.0.1", 0);
    HttpServer server = HttpServer.start(config, router, Runnable::run, loops, new SystemClock());
    System.out.println(server.port());
  }

  private static HttpResponse text(byte[] body) {
    return HttpResponse.of(200, "text/plain", body);
  }

  private static void listen(HttpEventLoops loops, ChannelHandler ofConnection) {
    ServerBootstrap bootstrap = new ServerBootstrap();
    bootstrap.group(loops.loop()).channel(NioServerSocketChannel.class);
    HttpEventLoops.tune(bootstrap::childOption);
    bootstrap.childHandler(ofConnection);
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    Channel listener = bootstrap.bind(any).syncUninterruptibly().channel();
    System.out.println(((InetSocketAddress) listener.localAddress()).getPort());
  }

  /** Answers whatever arrives; tells the two requests of the driver apart by their sixth byte. */
  private static final class Canned extends ChannelInboundHandlerAdapter {
    private static final byte[] HELLO_ANSWER = answer(HELLO);
    private static final byte[] LARGE_ANSWER = answer(LARGE);

    private static byte[] answer(byte[] body) {
      String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ";
      byte[] start = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
      return Unpooled.copiedBuffer(start, body).array();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf request = (ByteBuf) message;
      boolean large = request.getByte(request.readerIndex() + 5) == 'l';
      request.release();
      context.writeAndFlush(Unpooled.wrappedBuffer(large ? LARGE_ANSWER : HELLO_ANSWER));
    }

    private static final class OfConnection extends ChannelInitializer<SocketChannel> {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new Canned());
      }
    }
  }

  /** The handler behind Netty's codec. */
  private static final class Codec extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_BODY_BYTES = 1 << 20;

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      byte[] body = request.uri().equals("/large") ? LARGE : HELLO;
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      context.writeAndFlush(response);
    }

    private static final class OfConnection extends ChannelInitializer<SocketChannel> {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel
            .pipeline()
            .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_BODY_BYTES), new Codec());
      }
    }
  }
}
