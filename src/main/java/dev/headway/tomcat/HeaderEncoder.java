package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Encodes header names and values that come again with each answer once. Tomcat encodes
 * each of them for each answer, and makes an encoder for each: more than half of what it
 * allocates for a small page. This copies the bytes to where Tomcat would have put them,
 * and Tomcat finds nothing left to encode.
 * <p>
 * What a client sees is the same. Values that Tomcat would have to clean before it sends
 * them are left to it. Thread-safe.
 */
final class HeaderEncoder {

	/** These two bound what values that never come again can cost. */
	private static final int MAX_STRINGS = 256;

	private static final int MAX_LENGTH = 512;

	private final Map<String, byte[]> encoded = new ConcurrentHashMap<>();

	/** Has the headers be bytes, as far as these are known. */
	void encode(MimeHeaders headers) {
		for (int i = 0; i < headers.size(); i++) {
			encode(headers.getName(i));
			// each client's own, and nobody else's business to keep
			if (!headers.getName(i).equalsIgnoreCase("Set-Cookie")) {
				encode(headers.getValue(i));
			}
		}
	}

	private void encode(MessageBytes text) {
		if (text.getType() != MessageBytes.T_STR) {
			return;
		}
		byte[] bytes = bytes(text.toString());
		if (bytes != null) {
			// not handed out: Tomcat reuses what it is given, and writes into it
			byte[] buffer = text.getByteChunk().getBuffer();
			byte[] own = (buffer != null && buffer.length >= bytes.length) ? buffer : new byte[bytes.length];
			System.arraycopy(bytes, 0, own, 0, bytes.length);
			text.setBytes(own, 0, bytes.length);
		}
	}

	private byte @Nullable [] bytes(String text) {
		byte[] bytes = this.encoded.get(text);
		if (bytes == null && this.encoded.size() < MAX_STRINGS && isPlain(text)) {
			bytes = text.getBytes(StandardCharsets.ISO_8859_1);
			this.encoded.put(text, bytes);
		}
		return bytes;
	}

	private static boolean isPlain(String text) {
		return text.length() <= MAX_LENGTH
				&& text.chars().allMatch((character) -> character >= ' ' && character <= '~');
	}

}
