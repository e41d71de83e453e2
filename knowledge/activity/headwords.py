"""How people are counted in reports: what stands behind and before the numbers."""

from __future__ import annotations

import re
from typing import Final

from knowledge.text.reading import pattern

_END: Final = r"(?![^\W_])"
_SPELT_NUMBER: Final = r"một|mốt|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười|chục|nửa"
_FEMALE: Final = (
    r"phụ nữ|nữ giới|nữ sinh|nữ|chị em|chị(?! (?:tổ|hội(?! viên)|bộ|cục|nhánh|đoàn|phí|tiết|hết|tiền|trả|ủy))|cô giáo|"
    r"cô(?! (?:quan|sở))|bà mẹ|bà(?! con)|mẹ|bé gái|trẻ em gái|trẻ gái|em gái|cháu gái|cụ bà|thai phụ|sản phụ|pn"
)
_MALE: Final = (
    r"nam giới|nam sinh|nam|anh(?! (?:em|chị))|thầy giáo|thầy(?! cô)|ông|đàn ông|"
    r"bé trai|trẻ em trai|trẻ trai|em trai|cháu trai|cụ ông"
)
_ANYONE: Final = (
    r"lượt người|người lao động|viên chức|"
    r"lượt(?! (?:xem|truy|chia|phát|tương|bình|like|tin|xe))|người|đại biểu|cán bộ|công chức|"
    r"đồng c(?!ho|ủa|ùng|ó)[^\W\d_]{0,4}|đ/c|đ.c|"
    r"đc|học sinh|lao động|khách|công nhân|trẻ em|trẻ(?! (?:trung|hóa|măng))|cháu|anh chị em|anh chị|anh em|em|bà con|"
    r"nhân dân|phụ huynh|thanh niên|"
    r"thanh thiếu niên|thiếu nhi|nạn nhân|c\u1ee5|cu (?:già|cao)|cầu thủ|b\u1ea1n|tiểu thương|nông dân|ngư dân|"
    r"bệnh nhân|già làng|lãnh đạo|vị|"
    r"thầy cô|"
    r"(?:cb|nv|cnv|cnl|ccv|cnc)[^\W\d_]{0,6}|tv|vđv|cbcc|cbccvc|ccvc|cnvc|cbcnv|cnvclđ|cnlđ|nlđ|cbvc|nv|hv|hs|sv|gv|"
    r"cb|đb|ng|dân(?! (?:tộc|số|quân|vũ|ca))|"
    r"khán giả|cử tri|phật tử|công dân|chiến sĩ|giáo dân|luật sư|bệnh nhi|đồng bào|"
    r"đoàn viên|người dân|tín đồ|chức sắc|nghệ nhân|doanh nhân|hành khách|công an|bác|y bác sĩ|bác sĩ|"
    r"kế toán|lái xe|"
    r"hộ lý|điều dưỡng|đầu bếp|cổ động viên|"
    r"quần chúng|thí sinh|sinh viên|trưởng thôn|chủ hộ(?: kinh doanh)?|"
    r"thành viên|hội viên|học viên|(?:cộng tác|tuyên truyền|hòa giải|tình nguyện|vận động|cổ động) viên|"
    r"[^\W\d_]{2,8} viên"
)
_NEXT_IS_LABELLED: Final = (
    rf"(?!~[:=]?~(?:là )?(?!0[0-9])[0-9]{{1,6}}(?![0-9/.,]*[0-9])(?!~(?:{_ANYONE})?~(?:{_FEMALE}|{_MALE}|"
    rf"triệu|tr|k|nghìn|đồng|đ){_END}(?!~[:=]?~[0-9])))"
)
"""Not where the word is the label of the number behind it: "nữ 38 nam 22"."""
_NO_YEARS: Final = (
    r"(?! (?:ngày|thành lập|qua|thực hiện|triển khai|hoạt động|nữa|trước|học|nay|sau|đề án|nghị quyết|chương trình|"
    r"kế hoạch|luật|công tác|phong trào|liền|liên tiếp|giai đoạn|kinh nghiệm|tuổi))"
)
_SEXED: Final = rf"(?: (?:là |hội )?(?P<sex>phụ nữ|pn|nữ|nam|gái|trai){_END}{_NEXT_IS_LABELLED})?"
_BOTH: Final = (
    rf"(?:nam nữ|nữ nam|nam,~nữ|cả nam và nữ|phụ nữ và trẻ em|phụ nữ,~trẻ em|bà mẹ và trẻ em|"
    rf"chị em và(?= [^\W\d_])(?! (?:{_SPELT_NUMBER}) (?:{_MALE}))){_END}"
)
_UNSURE: Final = (
    r"(?:(?:người |ng |trường hợp |em )?(?:là )?(?:không|chưa|ko|k) (?:rõ|xác định|ghi|"
    r"biết)(?: rõ)?(?: là)?(?: giới tính| giới| nam nữ| nam hay nữ)?"
    r"|giới tính khác|giới khác|người (?:giới tính )?khác(?= giới|$|[,;.)])|khác(?= giới|$|[,;.)\x00]|~$))"
)
AFTER: Final = pattern(
    rf"~(?:(?P<unknown>{_UNSURE}){_END}|(?P<both>{_BOTH})|(?P<female>(?:{_FEMALE}){_END})|"
    rf"(?P<male>(?:{_MALE}){_END}{_NO_YEARS})"
    rf"|(?P<total>(?:{_ANYONE}){_END}){_SEXED})"
)
FREE: Final = pattern(_NEXT_IS_LABELLED)
LABEL: Final = pattern(
    r"(?<![^\W_])(?:(?P<unknown>(?:không|chưa|ko) rõ(?: giới tính| giới)?|giới tính khác|giới khác|khác)"
    r"|(?P<female>(?<!phụ )(?<!phu )(?:số |sl )?nữ(?: (?:giới|công nhân|cán bộ|đại biểu|học sinh|đoàn viên|"
    r"hội viên|giáo viên|viên chức|"
    r"công chức|lao động|đảng viên|tham gia|tham dự|dự))?|chị em|phụ nữ(?=~[:=]))"
    r"|(?P<male>(?<!việt )(?<!quảng )(?<!hà )(?<!miền )(?<!phía )(?<!đông )(?<!tây )(?<!đại )(?<!tam )(?<!kỳ )"
    r"(?:số |sl )?nam(?: giới)?)"
    r"|(?P<total>tổng số(?: người)?|tổng cộng|tổng|ts|số lượng|sl|số người(?: tham dự| tham gia| dự)?|quân số|sĩ số|"
    r"số đại biểu|thành phần|(?:người )?tham dự|(?:người )?tham gia|đại biểu(?=~[:=])|người dự|dự|có mặt|thu hút|"
    r"với|gồm|có))"
    r"~[:=]?~(?:là |có |chiếm |được |tham gia |tham dự |dự |đạt |gồm )*(?:khoảng |ước |ước khoảng |gần |hơn |"
    r"trên |chừng |tầm )?(?:-|âm ~)?$"
)
WEAK_LABELS: Final = frozenset("dự với gồm có".split()) | frozenset("du voi gom co".split())
SEX_OF: Final = pattern(
    r"(?:cán bộ|lao động|công chức|viên chức|hội viên|đoàn viên|lãnh đạo|công nhân|học sinh|công tác|tiến bộ) $"
)
BOUNDED: Final = pattern(
    r"~(?:$|[,;.()+\x00-]|vắng(?![^\W_])|trong đó|trong|gồm|bao gồm|nữ|nam|và|kinh phí|kp|(?:số )?còn lại|"
    r"còn (?:nữ|nam)(?![^\W_]))"
)
ENDS_A_NAME: Final = pattern(
    r"(?<![^\W_])(?!(?:trong|đó|tđ|gồm|có|và|với|là|người|dự|gia|mặt|số|nam|cộng|đồng chí|đ/c|đc|biểu|viên|lượt|"
    r"bộ|động|chức|nhân|sinh) )"
    r"[^\W\d_]+ (?:cán bộ |lao động |công chức |viên chức |hội viên |đoàn viên |công nhân |học sinh |đảng viên )?"
    r"(?:phụ )?nữ~[:=]~$"
)
"""Behind this, as "quy hoạch cán bộ nữ: ", people are not counted as women: it says what was done."""
SHARE: Final = pattern(
    rf"(?<![^\W_])(?<![/.,-])(?P<part>[0-9]{{1,4}})~/~(?P<whole>[0-9]{{1,4}})(?![0-9/])~(?:(?:{_ANYONE}){_END} ?)?"
    rf"(?:là )?(?:(?P<female>nữ|phụ nữ|chị em)|(?P<male>nam(?: giới)?)|(?P<total>tham dự|tham gia|dự|"
    rf"có mặt)){_END}{_NEXT_IS_LABELLED}"
)
SHARE_OF: Final = pattern(
    r"(?<![^\W_])(?:(?P<female>nữ|phụ nữ)|(?P<male>nam))~(?:[:=]~|chiếm |là |đạt |"
    r"có )+(?P<part>[0-9]{1,4})~/~(?P<whole>[0-9]{1,4})(?![0-9/])"
)
SHARE_IN: Final = pattern(
    r"(?<![^\W_])(?:tỷ lệ|tỉ lệ) (?:[^\W\d_]+ ){0,2}(?P<female>nữ)(?: (?!ngày )[^\W\d_]+){0,5}~[:=]?~"
    r"(?P<part>[0-9]{1,4})~/~(?P<whole>[0-9]{1,4})(?![0-9/])"
)
"""A part of those who hold some posts: "tỷ lệ nữ trong cấp ủy 5/15"."""
PRESENT: Final = pattern(
    r"(?<![^\W_])(?P<total>có mặt|tham dự|dự họp|dự|quân số|"
    r"đủ)~:?~(?P<part>[0-9]{1,4})~/~(?P<whole>[0-9]{1,4})(?![0-9/])"
)
CAME: Final = pattern(r"(?<![^\W_])(?P<part>[0-9]{1,4}) (?P<total>dự|có mặt|tham dự)~/~(?P<whole>[0-9]{1,4})(?![0-9/])")
ATTENDED: Final = pattern(
    rf"(?<![^\W_])(?P<part>[0-9]{{1,4}})(?:~/~| trên (?:tổng số |"
    rf"tổng )?)(?P<whole>[0-9]{{1,4}})(?![0-9/])~(?P<total>{_ANYONE}){_END}"
)
DAY_BEFORE: Final = pattern(r"(?:ngày|hôm|sáng|chiều|tối|từ|đến|dịp|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])) ?$")
BEGIN: Final = pattern(r"(?<![^\W_])(?<![0-9][.,/])(?:[0-9]|[^\W\d_])")
WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|.", re.DOTALL)
SPELT: Final = pattern(rf"(?:{_SPELT_NUMBER})(?![^\W_])")
BARE_WOMEN: Final = re.compile(r"ba (?:me|con|noi|cu)(?![^\W_])")
"""Rather "bà mẹ", "bà con" without their marks than three of them."""
SEX_BEFORE: Final = pattern(r"(?:(?<!phụ )nữ|(?<!việt )(?<!hà )(?<!quảng )(?<!miền )(?<!phía )nam)~[:=]?~(?:là |có )?$")
BEGINS: Final = pattern(
    r"(?:^|[,;:(.\x00]~|(?<![^\W_])(?:có|với|gồm|cho|tổng số|trong đó|khoảng|dự|nữ|nam|là|và|họp|ban|đoàn|được|"
    r"mời|thăm|hỗ trợ) )$"
)
RANGE: Final = pattern(r"~(?:-|đến|tới|hoặc|hay)~")
MINUS: Final = pattern(r"(?:(?<![^\W_])âm ~|(?<=[:=] )-|(?<=[^\W_] )-|(?<=[,(] )-|(?<=[:=(])-)$")
DONG: Final = pattern(r"~(?:đồng|đ)(?![^\W_])")
DATED: Final = pattern(r"(?<![^\W_])(?:tháng|quý|ngày|thứ|mùng|mồng|hôm)~$")
HELPERS: Final = pattern(
    r"(?<![^\W_])(?:giảng viên|báo cáo viên|ban tổ chức|btc|phục vụ|ban giám khảo|giám khảo|mc|hậu cần)(?: có|"
    r" gồm)?~:?~$"
)
"""Before a number of those for whom it was not done."""
YEARS: Final = pattern(r"(?<![^\W_])(?:kỷ niệm|sơ kết|tổng kết|sau|mừng|nhìn lại|chặng đường|tròn) $")
"""Before a number of years, which bare letters make "nam"."""
ABSENT_AFTER: Final = pattern(
    r"~(?:(?:vắng|nghỉ|xin nghỉ|xin phép|bị ốm)(?![^\W_])"
    rf"(?!~:?~(?:(?:mặt|phép|có phép|có lý do|không phép|không lý do)~:?~)?(?:[0-9]|(?:{_SPELT_NUMBER}) ))"
    r"|không (?:đến|dự|tham)(?![^\W_]))"
)
"""Behind those who were absent; before a number, "vắng" tells of those instead: "2 nam vắng 1 nữ"."""
_ABSENT: Final = r"(?<![^\W_])(?:vắng(?: mặt)?|xin nghỉ|nghỉ)(?: phép| có phép| có lý do| không phép| không lý do)?~:?~"
ABSENT: Final = pattern(_ABSENT + "$")
ABSENT_SPELT: Final = pattern(rf"{_ABSENT}(?:{_SPELT_NUMBER})(?:~(?:{_FEMALE}|{_MALE}|{_ANYONE}))?{_END}")
EACH_BEFORE: Final = pattern(
    r"(?<![^\W_])x~$|(?<![^\W_])(?:(?:mỗi|từng) [^\W\d_]+|bình quân|trung bình|tb)(?: [^\W\d_]+){0,3} (?:có |"
    r"khoảng |gồm )?$"
)
EACH_AFTER: Final = pattern(
    r"~(?:/~|một |mỗi |1 )(?:buổi|lớp|cuộc|xã|thôn|đơn vị|đợt|ngày|tổ|chi hội|điểm|người|hộ|đội)" + _END
)
SESSION: Final = pattern(
    r"(?:(?<![^\W_])(?:mỗi|từng|một|1) |/~(?:mỗi |1 )?)(?:lớp|buổi|cuộc|đợt|hội nghị|xã|phường|thôn|tổ|chi hội|đơn vị|"
    r"trường|điểm|đội)" + _END
)
"""What is said of each of several that make up one activity, so that all of them come to more."""
WATCHED: Final = pattern(r"~(?:khán giả|cổ động viên|cđv|(?:lượt )?(?:người|khách) xem)(?![^\W_])")
"""Who only looked on; others count before them."""
CHANGED: Final = pattern(
    r"(?<![^\W_])(?:bổ sung|thay thế|thay|thêm|bầu|bầu bổ sung|bớt|rút|miễn nhiệm|cho thôi)(?: thêm)? $"
)
"""Behind this, those who came or went: whoever there is in all counts before them."""
REPLACED: Final = pattern(r"(?<![^\W_])(?:bổ sung|thay thế|thay|thêm|bớt|rút|miễn nhiệm|cho thôi)(?: thêm)? $")
"""Of those, who came or went is no number of people who took part: "họp kiện toàn, thay 2 thành viên"."""
POST: Final = pattern(
    r"(?: vào| làm| giữ chức)? (?:hiệu|viện|quản đốc|tổ trưởng|đội trưởng|trạm|cục|chi cục|vụ|phó|trưởng|giám đốc|"
    r"bí thư|chủ tịch|ủy viên|cấp ủy|đảng viên|đại biểu|tiến sĩ|"
    r"thạc sĩ|"
    r"chánh|kế toán|thư ký)(?![^\W_])"
)
DESCRIBED: Final = pattern(
    r" (?!(?:tham|dự|có|nghe|tại|ở|ngày|hôm|vào|lúc|từ|sáng|chiều|tối|trưa|trong|và|với|được|cùng|đến|là|gồm|nữ|nam|do|"
    r"hết|chi|kinh|kp|vắng|nghỉ|xin|tổng|ts|thiếu|đủ|không|ko|cho|của|đã|theo|ủng|hưởng|tập|tuyên|kiểm|học|thi|trên|ghi|góp|nhận|về|đi|mỗi|toàn|"
    r"đều)(?![^\W_]))"
    r"[^\W\d_]{2,}"
)
"""Behind people, more of who they are: "15 phụ nữ bị bạo lực", "8 mẹ liệt sĩ"."""
PART: Final = pattern(r"(?<![^\W_])(?:trong đó|trong|gồm|bao gồm|trong số đó|tđ)(?![^\W_])")
VAGUE: Final = pattern(
    rf"(?<![^\W_])(?P<said>(?:vài|mấy|hàng|dăm|đôi ba|dăm ba) (?:chục|trăm|nghìn|ngàn|vạn) (?:lượt )?(?:{_ANYONE}|"
    rf"{_FEMALE})|"
    rf"(?:vài|mấy|dăm|dăm ba) (?:người|đại biểu|đồng chí|hội viên)){_END}"
)
ALL_FEMALE: Final = pattern(
    r"(?<![^\W_])(?<!lại )(?<!lại là )(?<!lại thì )(?<!lại đều )"
    r"(?:(?:đều|toàn|toàn bộ|tất cả)(?: đều)?(?: là)? (?:nữ|phụ nữ|chị em)|100~% (?:là )?nữ|"
    r"nữ~:?~(?:chiếm |là |đạt )?100~%)" + _END
)
NONE: Final = pattern(
    rf"(?<![^\W_])(?:không|ko|k) có (?:(?P<female>nữ|phụ nữ)|(?P<male>nam(?: giới)?)){_END}(?=~(?:$|[,;.)]|nào|tham))"
)
AFTERWORD: Final = pattern(
    r"(?: (?:tham dự|tham gia|dự|có mặt|tham dự và|nghe|được tuyên truyền|hưởng ứng|"
    r"trong (?:quy hoạch|danh sách)|là)(?![^\W_]))*~\)?"
)
LEAD: Final = pattern(
    r"(?:(?<![^\W_])(?:có|với|gồm|cho|khoảng|ước|trong đó có|trong đó|trong|thu hút|đông đảo|được|và|cùng|tổng|"
    r"hơn|gần|trên|"
    r"ước khoảng|thành phần|sự tham gia của|sự tham dự của|tham dự|tham gia)~:?~)+$"
)
