"""Reports as files: docx, xlsx, pictures, pdf."""
