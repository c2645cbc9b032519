package org.yamori.console;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Requests as they are typed, also such as no client would send. */
record RawHttp(String url) {
    /** An answer, without the time it was given. */
    record Answer(int status, List<String> headers, String body) {
        String header(String name) {
            String begin = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                    .map(line -> line.substring(begin.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * Asks for a path under a name.
     *
     * @param headers each a line; none of them Host, Connection or Content-Length
     */
    Answer ask(String method, String path, String host, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty() || method.equals("POST")) {
            request.append("Content-Length: ")
                    .append(body.getBytes(UTF_8).length)
                    .append("\r\n");
        }
        request.append("Connection: close\r\n\r\n");
        return exchange(request + body);
    }

    /** Posts a form whose length is not told beforehand. */
    Answer inPieces(String path, String host, String pieces) throws IOException {
        return exchange("POST " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n" + pieces);
    }

    private Answer exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(UTF_8));
            out.flush();
            return answer(new String(socket.getInputStream().readAllBytes(), UTF_8));
        }
    }

    private static Answer answer(String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = text.substring(0, end).lines().toList();
        return new Answer(
                Integer.parseInt(lines.get(0).split(" ", 3)[1]),
                lines.stream().skip(1).filter(line -> !line.startsWith("Date:")).toList(),
                text.substring(end + 4));
    }
}
