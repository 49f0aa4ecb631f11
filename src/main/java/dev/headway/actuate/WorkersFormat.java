package dev.headway.actuate;

import java.nio.charset.StandardCharsets;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;

/** What the endpoint can produce; where a client accepts several, the last wins. */
enum WorkersFormat implements Producible<WorkersFormat> {

	/** For programs. */
	JSON(new MimeType("application", "json")),

	/** For browsers, which are the only ones to ask for it. */
	BOARD(new MimeType("text", "html", StandardCharsets.UTF_8));

	@SuppressWarnings("ImmutableEnumChecker") // it is, without saying so
	private final MimeType type;

	WorkersFormat(MimeType type) {
		this.type = type;
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.type;
	}

	@Override
	public boolean isDefault() {
		return this == JSON;
	}

}
