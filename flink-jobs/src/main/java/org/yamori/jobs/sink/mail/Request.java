package org.yamori.jobs.sink.mail;

/**
 * What an analyst asks of an organisation about a host.
 *
 * @param id of the decision
 * @param organisation who is asked
 * @param finding the new alert of the case
 * @param author who asks
 * @param text what is asked
 * @param timeMicros when it was decided
 */
public record Request(String id, String organisation, String finding, String author, String text, long timeMicros) {}
