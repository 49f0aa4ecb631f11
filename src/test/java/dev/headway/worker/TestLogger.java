package dev.headway.worker;

import java.util.ResourceBundle;

import org.jspecify.annotations.Nullable;

/** Logs nothing, or fails each time it is used. */
enum TestLogger implements System.Logger {

	/** Writes nothing. */
	SILENT {

		@Override
		void use() {
			// nothing to be written
		}

	},

	/** Fails, but not with an OutOfMemoryError, at which JUnit gives up. */
	FAILING {

		@Override
		void use() {
			throw new InternalError("thrown by a test");
		}

	};

	abstract void use();

	@Override
	public String getName() {
		return name();
	}

	@Override
	public boolean isLoggable(Level level) {
		return this == FAILING;
	}

	@Override
	public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String message,
			@Nullable Throwable thrown) {
		use();
	}

	@Override
	public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object... parameters) {
		use();
	}

}
