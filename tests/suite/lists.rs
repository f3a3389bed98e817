//! Lists of ids: the same examples through the command and the API.

mod books;
mod examples;

use contact_eraser::lists::{self, ListError};
use examples::Right;

#[test]
fn every_example_is_read_as_is_right() {
    let mut faults = Vec::new();
    for example in examples::all() {
        let read = lists::read(&example.bytes, None);
        let is_right = match (&example.right, &read) {
            (Right::Ids(ids), Ok(list)) => {
                let found: Vec<u32> = list.ids.iter().map(|id| id.get()).collect();
                found == *ids && list.needs.is_none() && list.problem_count == 0
            }
            (Right::Ask, Ok(list)) => list.needs.is_some() && list.ids.is_empty(),
            (Right::Refuse(row, reason), Ok(list)) => {
                list.problems.iter().any(|p| p.row == *row && p.reason.as_str() == *reason)
            }
            (Right::Unreadable(code), Err(ListError::Unreadable(why))) => why.as_str() == *code,
            _ => false,
        };
        if !is_right {
            faults.push(format!("{}: {:?} was wanted, not {read:?}", example.name, example.right));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}
