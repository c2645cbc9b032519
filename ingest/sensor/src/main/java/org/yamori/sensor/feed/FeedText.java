package org.yamori.sensor.feed;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, and its rows of cells, with bounds: a row has at most 1,048,576 characters.
 *
 * <p>Cells are separated by a tab without any quoting, or as RFC 4180 says: separated by a comma, optionally in double
 * quotes, within which two double quotes stand for one and a line may end.
 */
final class FeedText {
    private static final int MAX_ROW_CHARACTERS = 1 << 20;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int end;
    private long lines;
    private long line;
    private boolean started;

    FeedText(Reader reader) {
        this.reader = reader;
    }

    /** A row cannot be split into cells. */
    static final class BadRowException extends Exception {
        BadRowException(String message) {
            super(message);
        }
    }

    /** Number of the line on which the last row began, from 1. */
    long line() {
        return line;
    }

    /** The first character of the text that is no white space, which stays unread; -1 when there is none. */
    int firstCharacter() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            read();
            if (next == '\n') {
                lines++;
            }
            next = peek();
        }
        return next;
    }

    /** Whether a tab comes before the end of the first line, as far as the buffer reaches. */
    boolean hasTabInFirstLine() throws IOException {
        peek();
        for (int i = at; i < end && buffer[i] != '\n'; i++) {
            if (buffer[i] == '\t') {
                return true;
            }
        }
        return false;
    }

    /** Whether a text stands in the first line, as far as the buffer reaches; nothing was read yet but blanks. */
    boolean firstLineHas(String wanted) throws IOException {
        peek();
        int lineEnd = at;
        while (lineEnd < end && buffer[lineEnd] != '\n') {
            lineEnd++;
        }
        return new String(buffer, at, lineEnd - at).contains(wanted);
    }

    /** The next line that is not blank, or null at the end. */
    @Nullable
    String nextLine() throws IOException, BadRowException {
        while (peek() >= 0) {
            line = lines + 1;
            StringBuilder text = new StringBuilder();
            int c;
            while ((c = read()) >= 0 && c != '\n') {
                append(text, c);
            }
            lines++;
            if (!text.toString().isBlank()) {
                return text.toString();
            }
        }
        return null;
    }

    /** The cells of the next row that is not blank, or null at the end. */
    @Nullable
    List<String> nextRow(boolean commas) throws IOException, BadRowException {
        if (!commas) {
            String text = nextLine();
            return text == null ? null : List.of(withoutReturn(text).split("\t", -1));
        }
        while (peek() >= 0) {
            line = lines + 1;
            List<String> cells = quotedRow();
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                return cells;
            }
        }
        return null;
    }

    private static String withoutReturn(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private List<String> quotedRow() throws IOException, BadRowException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        int length = 0;
        boolean closed = false;
        while (true) {
            int c = read();
            if (++length > MAX_ROW_CHARACTERS) {
                throw tooLong();
            }
            if (c < 0 || c == '\n' || c == ',') {
                cells.add(closed ? cell.toString() : withoutReturn(cell.toString(), c));
                cell.setLength(0);
                closed = false;
                if (c != ',') {
                    lines++;
                    return cells;
                }
            } else if (c == '"' && cell.isEmpty() && !closed) {
                length += quoted(cell, cells.size());
                closed = true;
            } else if (closed && c != '\r') {
                throw new BadRowException("cell " + (cells.size() + 1) + " goes on behind its closing quote");
            } else if (c == '"') {
                throw new BadRowException("cell " + (cells.size() + 1) + " has a quote inside and none in front");
            } else if (!closed) {
                append(cell, c);
            }
        }
    }

    private static String withoutReturn(String cell, int terminator) {
        return terminator == ',' ? cell : withoutReturn(cell);
    }

    private int quoted(StringBuilder cell, int cellsBefore) throws IOException, BadRowException {
        int length = 0;
        while (true) {
            int c = read();
            length++;
            if (c < 0) {
                throw new BadRowException("cell " + (cellsBefore + 1) + " has no closing quote");
            }
            if (c == '"') {
                if (peek() != '"') {
                    return length;
                }
                read();
            } else if (c == '\n') {
                lines++;
            }
            append(cell, c);
        }
    }

    private static void append(StringBuilder text, int c) throws BadRowException {
        if (text.length() >= MAX_ROW_CHARACTERS) {
            throw tooLong();
        }
        text.append((char) c);
    }

    private static BadRowException tooLong() {
        return new BadRowException("row is longer than " + MAX_ROW_CHARACTERS + " characters");
    }

    private int read() throws IOException {
        int next = peek();
        if (next >= 0) {
            at++;
        }
        return next;
    }

    private int peek() throws IOException {
        if (at == end) {
            int read = reader.read(buffer, 0, buffer.length);
            if (read <= 0) {
                return -1;
            }
            at = 0;
            end = read;
            if (!started && buffer[0] == BYTE_ORDER_MARK) {
                at = 1;
            }
            started = true;
            if (at == end) {
                return peek();
            }
        }
        return buffer[at];
    }
}
