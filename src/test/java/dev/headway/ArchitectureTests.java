package dev.headway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.headway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule nobodyKnowsTheSite = noClasses().that()
		.resideOutsideOfPackage("dev.headway.site..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.headway.site..")
		.because("the library is taken home without it");

	@ArchTest
	static final ArchRule workerKnowsTheJdkAlone = classes().that()
		.resideInAPackage("dev.headway.worker")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("dev.headway.worker", "java..", "org.jspecify.annotations")
		.because("a pool needs no framework");

	@ArchTest
	static final ArchRule admissionKnowsTheJdkAndWorkers = classes().that()
		.resideInAPackage("dev.headway.admission")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("dev.headway.admission", "dev.headway.worker", "java..", "org.jspecify.annotations")
		.because("who may hold a worker is the same on any server");

	@ArchTest
	static final ArchRule tomcatIsNamedInOnePlace = noClasses().that()
		.resideOutsideOfPackage("dev.headway.tomcat")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.catalina..", "org.apache.coyote..", "org.apache.tomcat..")
		.because("the next version of Tomcat should be one package's business");

	@ArchTest
	static final ArchRule tomcatKnowsWorkersAndAdmission = noClasses().that()
		.resideInAPackage("dev.headway.tomcat")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.headway.actuate", "dev.headway.autoconfigure")
		.because("it works without Actuator, and is put together by others");

	@ArchTest
	static final ArchRule actuateKnowsWorkersAndAdmission = noClasses().that()
		.resideInAPackage("dev.headway.actuate")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.headway.tomcat", "dev.headway.autoconfigure")
		.because("figures are the same on any server");

	@ArchTest
	static final ArchRule noCycles = slices().matching("dev.headway.(*)..")
		.should()
		.beFreeOfCycles()
		.because("arrows between packages run one way");

}
