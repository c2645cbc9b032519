package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yamori.kibana.install.ServerAccess;
import picocli.CommandLine.Option;

/** Who a command is to a server; secrets come from files or the environment and never from the command line. */
final class AccessOptions {
    static final String PASSWORD = "YAMORI_PASSWORD";
    static final String API_KEY = "YAMORI_API_KEY";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Who asks; the password is in YAMORI_PASSWORD or --password-file.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the user's password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "Holds an encoded API key, instead of a user; or YAMORI_API_KEY is one.")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) of who vouches for https servers. Default: those of Java.")
    private @Nullable Path authorities;

    ServerAccess access(Map<String, String> environment) throws IOException {
        ServerAccess access =
                authorities == null ? ServerAccess.ANONYMOUS : ServerAccess.ANONYMOUS.trusting(authorities);
        if (user != null) {
            if (apiKeyFile != null) {
                throw new IllegalArgumentException("--user and --api-key-file do not go together");
            }
            return access.withUser(user, secret(passwordFile, environment, PASSWORD, "--user needs --password-file"));
        }
        if (passwordFile != null) {
            throw new IllegalArgumentException("--password-file goes only with --user");
        }
        return apiKeyFile == null && !environment.containsKey(API_KEY)
                ? access
                : access.withApiKey(secret(apiKeyFile, environment, API_KEY, ""));
    }

    private static String secret(@Nullable Path file, Map<String, String> environment, String variable, String needs)
            throws IOException {
        String secret = file == null
                ? environment.getOrDefault(variable, "")
                : Files.readString(file).strip();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(
                    file == null ? needs + " or " + variable + " in the environment" : file + " is empty");
        }
        return secret;
    }
}
