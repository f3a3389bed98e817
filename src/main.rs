//! The program. All code is in the library.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    contact_eraser::cli::run().await
}
