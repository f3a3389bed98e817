//! Reads any bytes as a list of ids. The reader must end, and must return no ids from a list that it does not
//! understand.

#![no_main]

use contact_eraser::lists::{self, ColumnChoice};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = lists::read(bytes, None) else { return };
    assert!(list.needs.is_none() || (list.ids.is_empty() && list.column.is_none()));
    assert!(list.ids.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(list.problems.len() as u64 <= list.problem_count);
    for column in list.columns.iter().take(3) {
        if let Ok(named) = lists::read(bytes, Some(&ColumnChoice::new(&column.index.to_string()))) {
            assert_eq!(named.column, Some(column.index));
        }
    }
});
