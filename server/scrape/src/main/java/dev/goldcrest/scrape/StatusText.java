package dev.goldcrest.scrape;

/** HTTP statuses with their reason phrases, for people. */
final class StatusText {
  private StatusText() {}

  static String of(int status) {
    String phrase =
        switch (status) {
          case 201 -> "Created";
          case 202 -> "Accepted";
          case 204 -> "No Content";
          case 301 -> "Moved Permanently";
          case 302 -> "Found";
          case 303 -> "See Other";
          case 304 -> "Not Modified";
          case 307 -> "Temporary Redirect";
          case 308 -> "Permanent Redirect";
          case 400 -> "Bad Request";
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 404 -> "Not Found";
          case 405 -> "Method Not Allowed";
          case 406 -> "Not Acceptable";
          case 408 -> "Request Timeout";
          case 410 -> "Gone";
          case 429 -> "Too Many Requests";
          case 500 -> "Internal Server Error";
          case 501 -> "Not Implemented";
          case 502 -> "Bad Gateway";
          case 503 -> "Service Unavailable";
          case 504 -> "Gateway Timeout";
          default -> "";
        };
    return phrase.isEmpty() ? Integer.toString(status) : status + " " + phrase;
  }
}
