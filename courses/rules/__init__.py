"""What is true of questions, exams and validity, whatever stores them: values in, values out."""
