package org.yamori.jobs.sink.mail;

/**
 * An alert on its way to the people of an organisation.
 *
 * @param organisation whose host it is about
 * @param json the finding, checked by {@link AlertReport}
 */
public record OrganisationAlert(String organisation, byte[] json) {}
