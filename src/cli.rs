//! The command line.

mod delete;
mod jobs;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::app::{self, App};
use crate::config::Config;
use crate::domain::clock::SystemClock;
use crate::store::seal::Key;
use crate::{check, shutdown, telemetry};

/// Deletes CRM contacts in Bitrix24 portals as the signed-in user.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service until it is told to stop
    Serve,
    /// Bring the database up to date and exit
    Migrate,
    /// Say whether the service could run: configuration, database, authorization server; changes nothing
    Check,
    /// Print a fresh encryption key
    Keygen,
    /// Seal everything anew with the first encryption key
    Rekey,
    /// List the jobs of all portals, or resume one that was paused after faults
    Jobs(jobs::Options),
    /// Delete contacts of one portal through an inbound webhook; needs no configuration
    Delete(delete::Options),
}

/// Bad usage or bad configuration.
const USAGE: u8 = 2;

/// How long to wait for readers of the database after a rekey.
const READERS: Duration = Duration::from_secs(10);

/// Runs the command that the arguments name.
pub async fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(wrong) => return report_usage(&wrong),
    };
    let command = match arguments.command {
        Command::Keygen => return keygen(),
        Command::Delete(options) => return delete::run(options).await,
        command => command,
    };
    let on_terminal = std::io::stderr().is_terminal();
    let config = match Config::from_environment(on_terminal) {
        Ok(config) => config,
        Err(problems) => {
            print_error(&problems.to_string());
            return ExitCode::from(USAGE);
        }
    };
    for name in &config.unknown {
        print_error(&format!("{name} is not a variable of this program: is it misspelt?"));
    }
    let done = match command {
        Command::Serve => serve(&config).await,
        Command::Migrate => migrate(&config).await,
        Command::Check => return report(&config).await,
        Command::Rekey => rekey(&config).await,
        Command::Jobs(options) => jobs::run(&options, &config).await,
        Command::Keygen | Command::Delete(_) => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    telemetry::start(&config.log, config.log_format)?;
    let metrics = app::start_metrics(config)?;
    let app = App::start(config, Arc::new(SystemClock)).await?;
    tracing::info!(listen = %app.address(), public_url = config.public_url, "serving");
    shutdown::stop_on_signal(app.stopper())?;
    app.run().await?;
    if let Some(metrics) = metrics {
        metrics.stop(true).await;
    }
    tracing::info!("stopped");
    Ok(())
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    let store = app::open_store(config, Arc::new(SystemClock)).await?;
    store.close().await;
    print_line("the database is up to date");
    Ok(())
}

async fn rekey(config: &Config) -> anyhow::Result<()> {
    let store = app::open_store(config, Arc::new(SystemClock)).await?;
    let done = store.rekey(|done| print_line(&format!("{done} sealed anew"))).await?;
    let is_empty = store.empty_wal_within(READERS).await?;
    store.close().await;
    anyhow::ensure!(
        is_empty,
        "{done} rows were sealed anew, but the database's write-ahead log still holds what the old key has sealed: \
         something reads the database, such as a backup. Keep the old key, and run this again when that has ended"
    );
    print_line(&format!("done: {done} rows were sealed anew, everything is sealed with the first key"));
    Ok(())
}

async fn report(config: &Config) -> ExitCode {
    let findings = check::run(config).await;
    for finding in &findings {
        print_line(&finding.to_string());
    }
    if findings.iter().any(check::Finding::is_fatal) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn keygen() -> ExitCode {
    match Key::generate() {
        Ok(key) => {
            print_line(&key);
            ExitCode::SUCCESS
        }
        Err(error) => {
            print_error(&format!("no randomness: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints help to standard output with exit code 0, and usage errors to standard error with exit code 2. Keys of
/// webhooks are masked, because a user may put one in the wrong place.
fn report_usage(wrong: &clap::Error) -> ExitCode {
    let text = wrong.render().to_string();
    if wrong.use_stderr() {
        print_error(delete::masked(&text).trim_end());
        return ExitCode::from(USAGE);
    }
    print_line(text.trim_end());
    ExitCode::SUCCESS
}

/// Prints the result of a command to standard output. A closed output does not stop the command.
fn print_line(line: &str) {
    let _written = writeln!(std::io::stdout(), "{line}");
}

/// Prints an error to standard error. Used before the log exists.
fn print_error(line: &str) {
    let _written = writeln!(std::io::stderr(), "{line}");
}
