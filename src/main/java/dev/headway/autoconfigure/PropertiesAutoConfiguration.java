package dev.headway.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Warns at start of properties that are set and have no effect. */
@AutoConfiguration(after = PoolAutoConfiguration.class)
@ConditionalOnHeadway
public final class PropertiesAutoConfiguration {

	@Bean
	UnknownProperties headwayUnknownProperties() {
		return new UnknownProperties();
	}

	@Bean
	IgnoredProperties headwayIgnoredProperties(ObjectProvider<PoolDefaults> defaults) {
		return new IgnoredProperties(defaults.stream().findAny().isPresent());
	}

}
