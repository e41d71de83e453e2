"""What is said about unit lists and units on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.units.columns import Column
from handlers.people import Kind

HEADINGS: Final[Mapping[Column, str]] = {
    "name": "Tên đơn vị",
    "kind": "Loại",
    "parent": "Đơn vị cấp trên",
    "office": "Cơ quan thường trực",
    "province": "Tỉnh",
    "sector": "Ngành",
    "code": "Mã",
    "since": "Từ ngày",
}
KINDS: Final[Mapping[Kind, str]] = {
    "province": "tỉnh, thành phố",
    "commune": "xã, phường, đặc khu",
    "department": "sở, ban, ngành, phòng",
    "hospital": "bệnh viện, cơ sở y tế",
    "school": "trường",
    "other": "khác",
}

# A file that cannot be read as a list
NO_FILE: Final = "Không đọc được tệp {path}: {reason}."
FILE_TOO_BIG: Final = "Tệp lớn quá {limit} MB; hãy chia danh sách thành nhiều tệp."
FILE_SWELLS: Final = "Tệp khi giải nén lớn quá {limit} MB nên không được mở; hãy chép danh sách sang một tệp mới."
FILE_OLD: Final = "Tệp thuộc dạng .xls cũ hoặc có mật khẩu; hãy mở bằng Excel và lưu lại thành .xlsx."
FILE_BROKEN: Final = "Tệp không phải là bảng .xlsx hoặc .csv đọc được; hãy mở bằng Excel và lưu lại thành .xlsx."
NO_HEADING: Final = "Không thấy dòng tiêu đề có cột “Tên đơn vị” trong 20 dòng đầu; tệp phải là bảng .xlsx hoặc .csv."
HEADING_TWICE: Final = "Dòng tiêu đề có hai cột “{heading}”; hãy chỉ để một cột."
NO_ROWS: Final = "Danh sách không có dòng nào dưới dòng tiêu đề."
TOO_MANY_ROWS: Final = "Danh sách dài quá {limit} dòng; hãy chia thành nhiều tệp."

# What is wrong with a cell
CELL_TOO_LONG: Final = "dài quá {limit} ký tự"
CELL_FORMULA: Final = "là công thức chưa có kết quả; hãy ghi thẳng giá trị vào ô"
CELL_ERROR: Final = "là lỗi của bảng tính; hãy ghi lại giá trị"
CELL_NOT_TEXT: Final = "không phải là chữ, số hay ngày"

# What is wrong with a row
NO_NAME: Final = "thiếu tên đơn vị"
NAME_NO_LETTER: Final = "tên phải có chữ"
BAD_KIND: Final = "không phải là loại nào; hãy ghi tỉnh, xã, sở, bệnh viện, trường hoặc khác"
BAD_PROVINCE: Final = "không phải là tên tỉnh, thành phố nào"
BAD_SECTOR: Final = "không có trong danh mục ngành"
TWO_SECTORS: Final = "chưa rõ ngành nào: {names}"
BAD_DATE: Final = "không phải là ngày dạng 15/7/2025"
UNIT_UNKNOWN: Final = "không có trong danh sách và cũng chưa được đăng ký"
UNIT_AMBIGUOUS: Final = "là tên của {count} đơn vị; hãy đặt tên phân biệt hoặc ghi mã nội bộ (lệnh units list)"
UNIT_ITSELF: Final = "không thể là chính đơn vị này"
CYCLE: Final = "tạo thành vòng: {names}; một đơn vị không thể ở dưới đơn vị trực thuộc mình"
TWICE: Final = "trùng với dòng {row}: cùng tên, cùng đơn vị cấp trên"
CODE_UNKNOWN: Final = "không có trong danh mục hành chính ({version})"
CODE_ELSEWHERE: Final = "là mã của {name}, {province}, không phải của {wanted}"
CODE_OF_PROVINCE: Final = "không phải là mã của {name} ({code})"

# What may be wrong with a row
PROVINCE_NOW: Final = "nay là một phần của {name}; ghi là {name}"
NO_PROVINCE: Final = "chưa biết tỉnh, nên sẽ không có hạn theo văn bản của tỉnh"
OTHER_PROVINCE: Final = "khác tỉnh của đơn vị cấp trên ({name})"
CODE_UNUSED: Final = "không được ghi: mã chỉ dùng cho tỉnh và xã, phường, đặc khu"
CODE_NAME: Final = "khác với tên chính thức của mã {code}: “{name}”"
CODE_TAKEN: Final = "mang mã {code}, mã này đã là của đơn vị “{name}”"
NAME_UNLISTED: Final = "không có trong danh mục xã, phường, đặc khu của {province}"
NAME_ALIKE: Final = "gần giống tên đơn vị đã có “{name}”; vẫn ghi thành đơn vị mới"

# The preview
IN_CELL: Final = "Dòng {row}, cột “{column}”: “{value}” {text}."
IN_ROW: Final = "Dòng {row}, cột “{column}”: {text}."
NEW: Final = "Đơn vị mới: {count}{kinds}."
SAME: Final = "Đã có từ trước, giữ nguyên: {count}."
NEW_LINE: Final = "- {name} ({kind}){above}"
ABOVE: Final = ", dưới {name}"
MORE: Final = "- và {count} đơn vị nữa"
IGNORED: Final = "Cột không dùng đến: {headings}."
WARNINGS: Final = "Nên xem lại {count} chỗ (vẫn nhập được):"
MORE_WARNINGS: Final = "… và {count} chỗ nữa."
PROBLEMS: Final = "Có {count} lỗi; chưa ghi gì. Hãy sửa rồi nhập lại:"
NOT_WRITTEN: Final = "Chưa ghi gì; thêm --write để ghi."
WRITTEN: Final = "Đã ghi {count} đơn vị mới."

# Units on the command line
BOARD: Final = "Ban VSTBPN {place}"
UNIT_NOT_FOUND: Final = "Không có đơn vị nào tên hoặc mã “{words}”.{close}"
CLOSE: Final = " Có phải là: {names}?"
UNIT_NOT_SURE: Final = "Có nhiều đơn vị tên “{words}”; hãy dùng mã: {names}."
TWO_BOARDS: Final = "{province} có nhiều đơn vị cấp tỉnh; hãy chọn một bằng --parent: {names}."
ADD_PROBLEM: Final = "{column}: {problem}."
ALREADY: Final = "Đã có đơn vị “{name}” (mã {id})."
ADDED: Final = "Đã thêm đơn vị “{name}”, mã {id}."
NO_UNITS: Final = "Chưa có đơn vị nào."
LISTED: Final = "{indent}{name} [{id}]{ended}"
ENDED: Final = " (đến hết {day})"
DATA: Final = "Theo danh mục hành chính ngày {version}."

# Invitations
BAD_DAYS: Final = "--days phải từ 1 đến {most}."
BAD_USES: Final = "--uses phải từ 1 đến {most}."
UNIT_ENDED: Final = "Đơn vị “{name}” không còn hoạt động."
INVITED: Final = (
    "Lời mời vào “{unit}”, vai trò {role}, dùng được {uses} lần, đến {until}.\n"
    "Mã chỉ hiện một lần này; hãy chuyển riêng cho người được mời.\n"
    "Gõ cho trợ lý: {command}"
)
INVITE_LINK: Final = "Hoặc mở: {link}"
ROLES: Final = {"member": "thành viên", "secretary": "thư ký", "head": "trưởng ban", "office": "cơ quan thường trực"}

# Help
HELP_UNITS: Final = "nhập và xem danh sách đơn vị"
HELP_IMPORT: Final = "nhập danh sách đơn vị từ tệp .xlsx hoặc .csv"
HELP_ADD: Final = "thêm một đơn vị"
HELP_PLACES: Final = "lập ban cấp tỉnh và các xã, phường, đặc khu của một tỉnh theo danh mục hành chính"
HELP_LIST: Final = "xem các đơn vị theo cây"
HELP_INVITE: Final = "tạo lời mời vào một đơn vị"
HELP_WRITE: Final = "ghi thật; không có thì chỉ xem trước"
HELP_JSON: Final = "in JSON"
HELP_TODAY: Final = "ngày hôm nay, dạng 2026-06-05"
HELP_PARENT: Final = "đơn vị cấp trên"
HELP_PLACES_PARENT: Final = "đơn vị mà các xã trực thuộc; không có thì là ban cấp tỉnh"
HELP_SINCE: Final = "hoạt động từ ngày, dạng 15/7/2025 hoặc 2025-07-15"
HELP_DAYS: Final = "số ngày lời mời còn dùng được"
HELP_USES: Final = "số lần dùng được"
