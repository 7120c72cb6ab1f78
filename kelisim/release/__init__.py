"""What a release manager does with a build: archives, bill of materials, report, comparison, publishing."""
