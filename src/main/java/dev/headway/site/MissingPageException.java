package dev.headway.site;

import java.io.IOException;

/** A page that the server can't do without is missing or can't be read. */
final class MissingPageException extends RuntimeException {

	private final String file;

	MissingPageException(String file, IOException cause) {
		super(file + " can't be read", cause);
		this.file = file;
	}

	String file() {
		return this.file;
	}

}
