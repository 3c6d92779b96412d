import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.common.hapi.validation.support.CachingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * Validates each file named on the command line, one FHIR R4 resource in JSON, against the R4
 * definitions and value sets that come with HAPI. Nothing is fetched while it runs.
 *
 * <p>Prints one line for each error. Exit status: 0 no error, 1 errors, 2 nothing to validate.
 */
public final class Validate {
  public static void main(String[] files) throws IOException {
    boolean warnings = Boolean.getBoolean("warnings"); // -Dwarnings=true shows them too
    if (files.length == 0) {
      System.err.println("usage: Validate FILE...");
      System.exit(2);
    }
    FhirValidator validator = validator();
    int errors = 0;
    for (String file : files) {
      for (SingleValidationMessage m :
          validator.validateWithResult(Files.readString(Path.of(file))).getMessages()) {
        boolean error = m.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal();
        if (error) {
          errors++;
        }
        if (error || warnings) {
          System.out.printf(
              "%s: %s: %s: %s%n", file, m.getSeverity(), m.getLocationString(), m.getMessage());
        }
      }
    }
    System.out.printf("%d files, %d errors%n", files.length, errors);
    System.exit(errors == 0 ? 0 : 1);
  }

  private static FhirValidator validator() {
    FhirContext r4 = FhirContext.forR4();
    // LOINC, SNOMED CT, ICD and our own ids are not among the bundled code systems: that a code is
    // one of theirs cannot be checked here. A code of a bundled system is.
    UnknownCodeSystemWarningValidationSupport elsewhere =
        new UnknownCodeSystemWarningValidationSupport(r4);
    elsewhere.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    FhirInstanceValidator rules =
        new FhirInstanceValidator(
            // Expanding a value set takes long and is done once for all files.
            new CachingValidationSupport(
                new ValidationSupportChain(
                    new DefaultProfileValidationSupport(r4),
                    new InMemoryTerminologyServerValidationSupport(r4),
                    new CommonCodeSystemsTerminologyService(r4),
                    elsewhere)));
    rules.setBestPracticeWarningLevel(BestPracticeWarningLevel.Warning);
    return r4.newValidator().registerValidatorModule(rules);
  }

  private Validate() {}
}
