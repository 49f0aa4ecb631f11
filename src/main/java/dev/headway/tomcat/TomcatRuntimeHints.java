package dev.headway.tomcat;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Runtime hints for a native image: classes that are made or read by name. */
public final class TomcatRuntimeHints implements RuntimeHintsRegistrar {

	private static final String[] READ = { "org.apache.coyote.Response", "org.apache.coyote.http2.Http2UpgradeHandler",
			"org.apache.coyote.http2.StreamRunnable", "org.apache.tomcat.util.net.SocketWrapperBase",
			"org.apache.tomcat.util.net.NioEndpoint$NioSocketWrapper" };

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(PoolAwareProtocol.class, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		for (String type : READ) {
			hints.reflection()
				.registerTypeIfPresent(classLoader, type,
						(hint) -> hint.withMembers(MemberCategory.ACCESS_DECLARED_FIELDS));
		}
		hints.resources().registerPattern("board/*");
	}

}
