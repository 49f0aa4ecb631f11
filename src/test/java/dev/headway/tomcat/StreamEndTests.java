package dev.headway.tomcat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.HttpOutputBuffer;
import org.apache.coyote.http11.filters.GzipOutputFilter;
import org.apache.coyote.http11.filters.VoidOutputFilter;
import org.apache.coyote.http2.Http2OutputBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class StreamEndTests {

	private static final String LARGE = "large ".repeat(10_000);

	private final WindowCredit credit = new WindowCredit();

	private final Stream stream = new Stream();

	private final GzipOutputFilter compression = new GzipOutputFilter();

	private final StreamEnd end = StreamEnd.of(new Http2OutputBuffer(new Response(), null), this.credit);

	@BeforeEach
	void chain() {
		this.end.setBuffer(this.stream);
		this.compression.setBuffer(this.end);
	}

	@Test
	void untilTheEndBeginsEverythingIsWritten() throws IOException {
		this.end.doWrite(bytes("some"));
		this.end.flush();
		assertThat(this.stream.written.toString(StandardCharsets.UTF_8)).isEqualTo("some");
		this.end.end();
		assertThat(this.stream.ended).isOne();
		assertThat(this.end.isKept()).isFalse();
	}

	@Test
	void whatIsWrittenWithoutAskingLeavesOthersLessRoom() throws IOException {
		this.credit.fitted(1, 1000, this.credit.settings());
		this.end.doWrite(ByteBuffer.allocate(64_600));
		// 935 of 65,535 bytes are left
		assertThat(this.credit.take(936, 936)).isFalse();
		assertThat(this.credit.take(935, 935)).isTrue();
	}

	@Test
	void answerIsCountedOnce() throws IOException {
		this.credit.fitted(1, 1000, this.credit.settings());
		this.end.doWrite(ByteBuffer.allocate(64_000));
		this.end.begin();
		this.end.doWrite(ByteBuffer.allocate(600));
		this.end.end();
		assertThat(this.end.isKept()).isTrue();
		this.end.write();
		this.end.finish();
		assertThat(this.credit.take(936, 936)).isFalse();
		assertThat(this.credit.take(935, 935)).isTrue();
	}

	@Test
	void answerToHeadIsDroppedAndTakesNoRoom() throws IOException {
		this.credit.fitted(1, 65_535, this.credit.settings());
		VoidOutputFilter nowhere = new VoidOutputFilter();
		nowhere.setBuffer(this.stream);
		this.end.setBuffer(nowhere);
		this.end.doWrite(ByteBuffer.allocate(40_000));
		this.end.begin();
		this.end.doWrite(ByteBuffer.allocate(40_000));
		this.end.end();
		assertThat(this.end.isKept()).isFalse();
		assertThat(this.stream.ended).isOne();
		assertThat(this.credit.take(65_535, 65_535)).isTrue();
	}

	@Test
	void cancelledDownloadIsCountedNoFurther() {
		this.credit.fitted(1, 1000, this.credit.settings());
		this.stream.cancelled = true;
		assertThatIOException().isThrownBy(() -> this.end.doWrite(ByteBuffer.allocate(5_000_000)));
		assertThat(this.credit.take(1000, 1000)).isTrue();
	}

	@Test
	void suspendedRequestKeepsItsOwn() {
		Request request = new Request();
		Http2OutputBuffer output = new Http2OutputBuffer(new Response(), null);
		StreamEnd first = StreamEnd.of(request, output, this.credit);
		assertThat(StreamEnd.of(request, output, this.credit)).isSameAs(first);
		StreamEnd.forget(request);
		assertThat(StreamEnd.of(request, output, this.credit)).isNotSameAs(first);
	}

	@Test
	void answerThatIsCertainToFitIsWrittenToItsEnd() throws IOException {
		this.credit.fitted(1, 1000, this.credit.settings());
		this.end.doWrite(bytes("some"));
		this.end.begin();
		this.end.end();
		assertThat(this.stream.ended).isOne();
		assertThat(this.end.isKept()).isFalse();
	}

	@Test
	void answerWithoutBytesFitsAndIsNotWritten() throws IOException {
		this.end.begin();
		this.end.end();
		assertThat(this.stream.ended).isOne();
		assertThat(this.stream.writes).isZero();
	}

	@Test
	void whatMayNotFitIsKeptButCounted() throws IOException {
		this.compression.doWrite(bytes(LARGE));
		this.end.begin();
		this.compression.end();
		assertThat(this.end.isKept()).isTrue();
		assertThat(this.stream.ended).isZero();
		long counted = this.compression.getBytesWritten();
		assertThat(counted).isEqualTo(compressed().length).isGreaterThan(this.stream.written.size());
		this.end.write();
		assertThat(this.end.isKept()).isFalse();
		assertThat(this.stream.ended).isZero();
		this.end.finish();
		assertThat(this.stream.ended).isOne();
		assertThat(this.compression.getBytesWritten()).isEqualTo(counted);
		assertThat(this.stream.written.toByteArray()).isEqualTo(compressed());
		assertThat(new GZIPInputStream(new ByteArrayInputStream(this.stream.written.toByteArray())).readAllBytes())
			.asString(StandardCharsets.UTF_8)
			.isEqualTo(LARGE);
	}

	@Test
	void compressedAnswerFitsIfItsCompressedBytesDo() throws IOException {
		this.credit.fitted(1, 1000, this.credit.settings());
		this.compression.doWrite(bytes(LARGE));
		this.end.begin();
		this.compression.end();
		assertThat(this.end.isKept()).isFalse();
		assertThat(this.stream.ended).isOne();
		assertThat(this.stream.written.toByteArray()).isEqualTo(compressed());
	}

	/** The bytes as Tomcat writes them without this filter. */
	private static byte[] compressed() throws IOException {
		Stream stream = new Stream();
		GzipOutputFilter alone = new GzipOutputFilter();
		alone.setBuffer(stream);
		alone.doWrite(bytes(LARGE));
		alone.end();
		return stream.written.toByteArray();
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Has room for everything until it is cancelled. */
	private static final class Stream implements HttpOutputBuffer {

		private final ByteArrayOutputStream written = new ByteArrayOutputStream();

		private int writes;

		private boolean cancelled;

		private int ended;

		@Override
		public int doWrite(ByteBuffer chunk) throws IOException {
			this.writes++;
			if (this.cancelled) {
				throw new IOException("cancelled");
			}
			int size = chunk.remaining();
			while (chunk.hasRemaining()) {
				this.written.write(chunk.get());
			}
			return size;
		}

		@Override
		public long getBytesWritten() {
			return this.written.size();
		}

		@Override
		public void flush() {
			// everything has been written
		}

		@Override
		public void end() {
			this.ended++;
		}

	}

}
