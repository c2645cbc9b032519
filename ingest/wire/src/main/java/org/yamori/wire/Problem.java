package org.yamori.wire;

/**
 * One thing that is wrong with a record or a file, said so that a person can mend it.
 *
 * @param file the file's name, or empty for a record from a topic
 * @param line line of the file, from 1
 * @param key where in the document, for example {@code sensors[3].kind}; empty for the whole
 * @param value what stands there, shortened; empty where something is missing
 * @param message what is wrong with it and what is allowed
 */
public record Problem(String file, int line, String key, String value, String message) {
    @Override
    public String toString() {
        return (file.isEmpty() ? "" : file + ":" + line + ": ") + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
