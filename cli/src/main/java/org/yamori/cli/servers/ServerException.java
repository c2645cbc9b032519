package org.yamori.cli.servers;

/** A server did not start or did not stop; the message says why and shows the end of its log. */
public final class ServerException extends RuntimeException {
    public ServerException(String message) {
        super(message);
    }

    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
