//! Properties that hold for every list.

use proptest::prelude::*;

use super::{ColumnChoice, IdList, ListError, read};

/// Workbooks of other programs; the tests damage them.
const BOOKS: [&[u8]; 4] = [
    include_bytes!("../../tests/lists/numbers.xlsx"),
    include_bytes!("../../tests/lists/numbers.xls"),
    include_bytes!("../../tests/lists/many.xls"),
    include_bytes!("../../tests/lists/numbers.ods"),
];

/// Whether an id is a separate number in a text: no digit and no mark of a number is next to it.
fn stands_alone(text: &str, id: u32) -> bool {
    let digits = id.to_string();
    text.match_indices(&digits).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + digits.len()..].chars().next();
        let is_part = |c: char| c.is_ascii_digit() || ".'-+eE\u{2019}".contains(c);
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// A number as spreadsheets format it.
fn formatted() -> impl Strategy<Value = String> {
    let separator =
        prop::sample::select(vec![" ", "\u{a0}", "\u{202f}", "\u{2009}", ",", ".", "'", "\u{2019}"]);
    let grouped = (1_u32..1_000, separator, prop::collection::vec(0_u32..1_000, 1..3)).prop_map(
        |(first, separator, groups)| {
            groups.iter().fold(first.to_string(), |number, group| format!("{number}{separator}{group:03}"))
        },
    );
    let exponent = (1_u32..10, 0_u32..100, 3_u32..9).prop_map(|(a, b, e)| format!("{a},{b:02}E+{e:02}"));
    let decimal = (1_u32..100_000, 0_u32..100).prop_map(|(whole, part)| format!("{whole}.{part:02}"));
    prop_oneof![grouped, exponent, decimal]
}

fn ids(list: &IdList) -> Vec<u32> {
    list.ids.iter().map(|id| id.get()).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), column in "[a-z0-9]{0,3}") {
        let _read = read(&bytes, None);
        let _read = read(&bytes, Some(&ColumnChoice::new(&column)));
    }

    #[test]
    fn damaged_workbooks_are_read_or_refused(
        book in 0..BOOKS.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        length in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = BOOKS[book].to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(length.index(bytes.len()));
        }
        let _read = read(&bytes, None);
    }

    #[test]
    fn every_id_is_a_separate_number_in_the_text(text in "([0-9]{1,5}|[ ,;|\t\n\r\"'.+-]|ID|a|Name){0,30}") {
        for column in [None, Some(ColumnChoice::new("1")), Some(ColumnChoice::new("2"))] {
            if let Ok(list) = read(text.as_bytes(), column.as_ref()) {
                prop_assert!(list.ids.iter().all(|id| stands_alone(&text, id.get())), "{:?}: {:?}", text, list);
                prop_assert!(list.ids.is_sorted());
                prop_assert!(list.needs.is_none() || list.ids.is_empty());
            }
        }
    }

    #[test]
    fn a_formatted_number_gives_no_id(number in formatted(), place in 0..5) {
        let text = match place {
            0 => number.clone(),
            1 => format!("{number}\n{number}\n"),
            2 => format!("ID\n{number}\n"),
            3 => format!("ID;Name\n{number};Eva\n"),
            _ => format!("Name\tID\nEva\t\"{number}\"\n"),
        };
        for column in [None, Some(ColumnChoice::new("1")), Some(ColumnChoice::new("2"))] {
            match read(text.as_bytes(), column.as_ref()) {
                Ok(list) => prop_assert!(list.ids.is_empty(), "{:?}: {:?}", text, ids(&list)),
                Err(ListError::NoSuchColumn(_)) => prop_assert!(column.is_some()),
                Err(other) => prop_assert!(false, "{:?}: {:?}", text, other),
            }
        }
    }

    #[test]
    fn plain_ids_are_all_read(numbers in prop::collection::vec(1_000_u32..=u32::MAX, 1..30), between in 0..5) {
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let text = match between {
            0 => texts.join("\n"),
            1 => texts.join(", "),
            2 => texts.join(";"),
            3 => format!("ID\r\n{}\r\n", texts.join("\r\n")),
            _ => format!("Name;ID\nx;{}", texts.join("\nx;")),
        };
        let list = read(text.as_bytes(), None).unwrap();
        prop_assert_eq!(ids(&list), sorted);
        prop_assert_eq!(usize::try_from(list.repeated), Ok(numbers.len() - list.ids.len()));
    }
}
