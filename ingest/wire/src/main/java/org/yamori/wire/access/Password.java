package org.yamori.wire.access;

/** The first line of a password file. It does not print itself. */
final class Password {
    private final String text;

    private Password(String text) {
        this.text = text;
    }

    static Password read(String file) throws AccessException {
        String what = KafkaAccess.PASSWORD_FILE + " " + file;
        String text = PemFile.text(what, file).lines().findFirst().orElse("").strip();
        if (text.isEmpty()) {
            throw new AccessException(what + " has an empty first line, where the password should be");
        }
        if (!text.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw new AccessException(
                    what + " has a blank or a letter outside of ASCII in its first line, which the password is");
        }
        return new Password(text);
    }

    /** As a line of JAAS, in which quotes and backslashes have a meaning of their own. */
    String scramLogin(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\";";
    }

    @Override
    public String toString() {
        return "a password";
    }
}
