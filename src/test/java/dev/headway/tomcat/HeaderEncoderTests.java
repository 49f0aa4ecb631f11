package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderEncoderTests {

	private static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'";

	private final HeaderEncoder encoder = new HeaderEncoder();

	private final MimeHeaders headers = new MimeHeaders();

	@Test
	void bytesAreThoseOfTheStrings() {
		this.headers.addValue("Content-Security-Policy").setString(POLICY);
		this.encoder.encode(this.headers);
		assertThat(bytes(this.headers.getName(0))).isEqualTo("Content-Security-Policy");
		assertThat(bytes(this.headers.getValue(0))).isEqualTo(POLICY);
		assertThat(this.headers.getHeader("content-security-policy")).isEqualTo(POLICY);
	}

	@Test
	void whatTomcatWritesIntoTheSamePlaceSpoilsNoLaterAnswer() {
		this.headers.addValue("Content-Security-Policy").setString(POLICY);
		this.encoder.encode(this.headers);
		this.headers.recycle();
		this.headers.addValue("Content-Length").setLong(1234567890);
		assertThat(bytes(this.headers.getValue(0))).isEqualTo("1234567890");
		this.headers.recycle();
		this.headers.addValue("Content-Security-Policy").setString(POLICY);
		this.encoder.encode(this.headers);
		assertThat(bytes(this.headers.getValue(0))).isEqualTo(POLICY);
	}

	@Test
	void shorterValueInTheSamePlaceLeavesNothingOfTheLonger() {
		this.headers.addValue("Content-Security-Policy").setString(POLICY);
		this.encoder.encode(this.headers);
		this.headers.recycle();
		this.headers.addValue("ETag").setString("\"1\"");
		this.encoder.encode(this.headers);
		assertThat(bytes(this.headers.getName(0))).isEqualTo("ETag");
		assertThat(bytes(this.headers.getValue(0))).isEqualTo("\"1\"");
	}

	@Test
	void valuesThatTomcatCleansAreLeftToIt() {
		this.headers.addValue("X-Odd").setString("one\r\ntwo");
		this.headers.addValue("X-Foreign").setString("caf\u00e9");
		this.encoder.encode(this.headers);
		assertThat(this.headers.getValue(0).getType()).isEqualTo(MessageBytes.T_STR);
		assertThat(this.headers.getValue(1).getType()).isEqualTo(MessageBytes.T_STR);
	}

	@Test
	void cookiesAreNotKept() {
		this.headers.addValue("Set-Cookie").setString("session=secret");
		this.encoder.encode(this.headers);
		assertThat(this.headers.getValue(0).getType()).isEqualTo(MessageBytes.T_STR);
	}

	@Test
	void valuesThatNeverComeAgainAreNotKeptForEver() {
		assertThat(IntStream.range(0, 1_000).filter((number) -> isEncoded("id-" + number)).count()).isBetween(200L,
				256L);
		assertThat(isEncoded("id-999")).isFalse();
	}

	private boolean isEncoded(String value) {
		this.headers.recycle();
		this.headers.addValue("X-Id").setString(value);
		this.encoder.encode(this.headers);
		return this.headers.getValue(0).getType() == MessageBytes.T_BYTES;
	}

	private static String bytes(MessageBytes text) {
		assertThat(text.getType()).isEqualTo(MessageBytes.T_BYTES);
		return new String(text.getByteChunk().getBuffer(), text.getByteChunk().getStart(),
				text.getByteChunk().getLength(), StandardCharsets.US_ASCII);
	}

}
