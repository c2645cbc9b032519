package org.yamori.cli.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** A folder with one file a user, whose first line is a password. Passwords that are not there are drawn. */
public final class PasswordFolder {
    private static final int BYTES = 24;
    private static final SecureRandom CHANCE = new SecureRandom();

    private final Optional<Path> folder;

    public PasswordFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    boolean isWanted() {
        return folder.isPresent();
    }

    Path file(String user) {
        return folder.orElseThrow().resolve(user + ".password");
    }

    boolean has(String user) {
        return Files.exists(file(user));
    }

    /** The password in the user's file; a new one is written there, for its owner only, before anybody is told it. */
    String ofUser(String user) throws IOException {
        Path file = file(user);
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            CHANCE.nextBytes(random);
            Files.createDirectories(folder.orElseThrow());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().encodeToString(random) + "\n");
        }
        String password = Files.readString(file).lines().findFirst().orElse("").strip();
        if (password.isEmpty()) {
            throw new IOException(file + " has an empty first line, where the password should be");
        }
        return password;
    }
}
