//! Counting which deletions a request asks for, before it is known whether they are executed.

use super::command::read_command;
use crate::methods::deleted_contact;
use crate::php::{Php, PhpArray};
use crate::portal::Portal;

/// Counts the deletions of a single call or of the commands of a batch.
pub(super) fn count(portal: &Portal, method: &str, params: &PhpArray) {
    let mut contacts = Vec::new();
    if method == "batch" {
        let commands = params.get("cmd").and_then(Php::as_array).into_iter().flat_map(PhpArray::values);
        for command in commands {
            let Php::Str(command) = command else { continue };
            let (name, params) = read_command(command);
            contacts.extend(deleted_contact(&name, &params));
        }
    } else {
        contacts.extend(deleted_contact(method, params));
    }
    let mut data = portal.data();
    for id in contacts {
        *data.delete_requests.entry(id).or_default() += 1;
    }
}
