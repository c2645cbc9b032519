package org.yamori.console.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of pages: {@code TOKEN/CASE.html} is the page of a case and {@code TOKEN/CASE.json} what it is about.
 * Nothing below the folder is followed to another place.
 *
 * @param folder the pages', or nothing where none are served
 */
public record AlertPages(Optional<Path> folder) {
    private static final int MOST_BYTES = 4 << 20;

    /** The page of a case; nothing for whoever does not know both names of one that is there. */
    public Optional<byte[]> page(AlertAddress address) throws IOException {
        return file(address, ".html");
    }

    /**
     * What the page of a case is about.
     *
     * @throws IOException with a sentence for whoever keeps the folder
     */
    public AlertCase caseOf(AlertAddress address) throws IOException {
        String name = address.caseId() + ".json";
        try {
            return AlertCase.read(
                    file(address, ".json").orElseThrow(() -> new IOException("it is not there")), address.caseId());
        } catch (IOException bad) {
            throw new IOException(
                    "nobody can answer the page of a case, because of its " + name + ": " + bad.getMessage(), bad);
        }
    }

    private Optional<byte[]> file(AlertAddress address, String suffix) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path organisation = folder.get().resolve(address.token());
        Path file = organisation.resolve(address.caseId() + suffix);
        if (!Files.isDirectory(organisation, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(file.getFileName() + " has more than " + MOST_BYTES + " bytes");
            }
            return Optional.of(bytes);
        }
    }
}
