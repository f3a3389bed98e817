//! One command of a batch as it is written: `method?query`.

use crate::php::{PhpArray, parse_query};

/// Splits a command into the method in lower case and its parameters.
pub(super) fn read_command(command: &str) -> (String, PhpArray) {
    let (name, query) = command.split_once('?').unwrap_or((command, ""));
    (name.trim().to_lowercase(), parse_query(query.as_bytes()))
}
